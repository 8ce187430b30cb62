using System.Text;
using Engine.Http.Modules.NotModified;

namespace Engine.Http.Tests.Modules;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class EntityTagListTests
{
    [TestCase("*", "")]
    [TestCase("*", "\"a\"")]
    [TestCase("\"a\"", "\"a\"")]
    [TestCase("\"b\", \"a\"", "\"a\"")]
    [TestCase("\"b\" ,\t\"a\" , \"c\"", "\"a\"")]
    [TestCase(",,\"a\"", "\"a\"")]
    [TestCase("W/\"a\"", "W/\"a\"")]
    public void Contains_TagInList_EitherWay(string list, string tag)
    {
        Assert.That(Contains(list, tag, isWeak: false), Is.True);
        Assert.That(Contains(list, tag, isWeak: true), Is.True);
    }

    [TestCase("W/\"a\"", "\"a\"")]
    [TestCase("\"a\"", "W/\"a\"")]
    [TestCase("\"b\", W/\"a\"", "\"a\"")]
    public void Contains_OneSideWeak_OnlyWeakly(string list, string tag)
    {
        Assert.That(Contains(list, tag, isWeak: false), Is.False);
        Assert.That(Contains(list, tag, isWeak: true), Is.True);
    }

    [TestCase("", "\"a\"")]
    [TestCase("\"a\"", "")]
    [TestCase("\"ab\"", "\"a\"")]
    [TestCase("\"a\"b", "\"a\"")]
    [TestCase("a", "\"a\"")]
    [TestCase("\"b\"", "\"a\"")]
    [TestCase("W/", "\"a\"")]
    [TestCase(" , ", "\"a\"")]
    public void Contains_OtherTags_False(string list, string tag) => Assert.That(Contains(list, tag, isWeak: true), Is.False);

    private static bool Contains(string list, string tag, bool isWeak) =>
        EntityTagList.Contains(Encoding.ASCII.GetBytes(list), Encoding.ASCII.GetBytes(tag), isWeak);
}
