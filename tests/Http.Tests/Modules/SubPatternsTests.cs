using System.Text;
using Engine.Core.Buffers;
using Engine.Http.Modules.Sub;

namespace Engine.Http.Tests.Modules;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SubPatternsTests
{
    [TestCase("xxabc", "abc", 2)]
    [TestCase("xxABCabc", "aBc", 2)]
    [TestCase("aababc", "abc", 3)]
    [TestCase("\u00e9\u00c9", "\u00c9", 2)]
    public void Find_OneString_ItsFirstPlace(string text, string pattern, int expected)
    {
        var outcome = Find(text, [pattern], false, out var position, out _);

        Assert.That((outcome, position), Is.EqualTo((SubOutcome.Found, expected)));
    }

    [TestCase("xab", 1)]
    [TestCase("xa", 1)]
    [TestCase("abab", 2)]
    public void Find_BeginningAtTheEnd_IsHeldBackUnlessNothingFollows(string text, int expected)
    {
        var outcome = Find(text, ["abc"], false, out var position, out _);

        Assert.That((outcome, position), Is.EqualTo((SubOutcome.Partial, expected)));
        Assert.That(Find(text, ["abc"], true, out _, out _), Is.EqualTo(SubOutcome.None));
    }

    [TestCase("xabc", "abc ab", 0)]
    [TestCase("xabc", "ab abc", 0)]
    [TestCase("xabc", "bc ab", 1)]
    public void Find_SeveralStrings_LeftmostThenFirstOfTheList(string text, string patterns, int expected)
    {
        var outcome = Find(text, patterns.Split(' '), false, out var position, out var index);

        Assert.That((outcome, position, index), Is.EqualTo((SubOutcome.Found, 1, expected)));
    }

    [Test]
    public void Find_SpentString_IsNotFoundAgain()
    {
        var patterns = new SubPatterns([ByteString.From("a"), ByteString.From("b")]);

        var outcome = patterns.Find("ab"u8, [true, false], false, out var position, out var index, out _);

        Assert.That((outcome, position, index), Is.EqualTo((SubOutcome.Found, 1, 1)));
    }

    private static SubOutcome Find(string text, string[] patterns, bool isLast, out int position, out int index)
    {
        var set = new SubPatterns([.. patterns.Select(ByteString.From)]);
        return set.Find(Encoding.UTF8.GetBytes(text), new bool[patterns.Length], isLast, out position, out index, out _);
    }
}
