using System.Text;
using Engine.Core.Buffers;

namespace Engine.Core.Tests.Buffers;

public sealed class ByteStringTests
{
    [TestCase("Host", "hOST", true)]
    [TestCase("a@", "a`", false)]
    [TestCase("a[", "a{", false)]
    [TestCase("ab", "abc", false)]
    [TestCase("\u00e9A", "\u00e9a", true)]
    [TestCase("\u00e9", "\u00c9", false)]
    [TestCase("\u00e9@", "\u00e9`", false)]
    public void EqualsIgnoreCase_OnlyLettersOfAsciiDiffer(string left, string right, bool equal) =>
        Assert.That(new ByteString(Encoding.Latin1.GetBytes(left)).EqualsIgnoreCase(Encoding.Latin1.GetBytes(right)), Is.EqualTo(equal));
}
