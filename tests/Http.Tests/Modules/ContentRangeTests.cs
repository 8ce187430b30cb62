using System.Text;
using Engine.Http.Modules.Slices;

namespace Engine.Http.Tests.Modules;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ContentRangeTests
{
    [TestCase("bytes 0-3/20", 0, 4, 20)]
    [TestCase("bytes 4-7/*", 4, 8, -1)]
    [TestCase("bytes  4 - 7 / 20 ", 4, 8, 20)]
    public void TryParse_Valid_Numbers(string text, long start, long end, long length)
    {
        Assert.That(ContentRange.TryParse(Encoding.ASCII.GetBytes(text), out var range), Is.True);
        Assert.That(range, Is.EqualTo(new ContentRange(start, end, length)));
    }

    [TestCase("")]
    [TestCase("bytes */20")]
    [TestCase("bytes 1-/20")]
    [TestCase("bytes -1/20")]
    [TestCase("bytes 1-2")]
    [TestCase("bytes 1-2/x")]
    [TestCase("bytes 1-2/3x")]
    [TestCase("bytes 1-9223372036854775807/*")]
    [TestCase("bytes 1-99999999999999999999/*")]
    [TestCase("lines 1-2/3")]
    public void TryParse_Malformed_False(string text) =>
        Assert.That(ContentRange.TryParse(Encoding.ASCII.GetBytes(text), out _), Is.False);
}
