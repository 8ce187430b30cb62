using Engine.Http.Modules.Range;

namespace Engine.Http.Tests.Modules;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class RangeParserTests
{
    [TestCase("0-4", "0-4")]
    [TestCase("0-", "0-99")]
    [TestCase("-1", "99-99")]
    [TestCase("-1000", "0-99")]
    [TestCase("90-1000", "90-99")]
    [TestCase(" 1 - 2 ", "1-2")]
    [TestCase("0-4,10-14", "0-4 10-14")]
    [TestCase("0-4, -5", "0-4 95-99")]
    [TestCase("0-4,100-", "0-4")]
    [TestCase("0-4,5-4", "0-4")]
    public void Parse_Satisfiable_Ranges(string set, string expected)
    {
        var ranges = new List<ByteRange>();

        var outcome = Parse(set, 100, ranges);

        Assert.That(outcome, Is.EqualTo(RangeOutcome.Partial));
        Assert.That(string.Join(' ', ranges.Select(static range => $"{range.Start}-{range.End - 1}")), Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("a")]
    [TestCase("1")]
    [TestCase("1-x")]
    [TestCase("1-2x")]
    [TestCase("-")]
    [TestCase("-0")]
    [TestCase("0-4,")]
    [TestCase("0-4,,5-6")]
    [TestCase("100-")]
    [TestCase("5-4")]
    [TestCase("9223372036854775808-")]
    [TestCase("0-9223372036854775808")]
    [TestCase("0-99999999999999999999999999")]
    [TestCase("\u00661-2")]
    public void Parse_MalformedOrBehindTheEnd_NotSatisfiable(string set) =>
        Assert.That(Parse(set, 100, []), Is.EqualTo(RangeOutcome.NotSatisfiable));

    [TestCase("9223372036854775807-9223372036854775807", RangeOutcome.NotSatisfiable)]
    [TestCase("-9223372036854775607,-9223372036854775606", RangeOutcome.Whole)]
    [TestCase("0-,-9223372036854775807", RangeOutcome.Whole)]
    public void Parse_SumsBeyondTheFile_GiveNoBytesOutsideIt(string set, object expected) =>
        Assert.That(Parse(set, 100, []), Is.EqualTo(expected));

    [Test]
    public void Parse_SumOfRangesOverflows_NotSatisfiable() =>
        Assert.That(Parse("0-,1-", long.MaxValue, []), Is.EqualTo(RangeOutcome.NotSatisfiable));

    [TestCase("0-0", 0, RangeOutcome.Whole)]
    [TestCase("0-", 0, RangeOutcome.Whole)]
    [TestCase("1-", 0, RangeOutcome.NotSatisfiable)]
    [TestCase("-1", 0, RangeOutcome.Whole)]
    public void Parse_EmptyContent_WholeFromItsStart(string set, long length, object expected) =>
        Assert.That(Parse(set, length, []), Is.EqualTo(expected));

    [TestCase("0-0,2-2", 2, RangeOutcome.Partial)]
    [TestCase("0-0,2-2,4-4", 2, RangeOutcome.Whole)]
    [TestCase("0-60,20-99", 2, RangeOutcome.Whole)]
    public void Parse_Maximum_WholeBeyondIt(string set, long max, object expected) =>
        Assert.That(RangeParser.Parse(System.Text.Encoding.ASCII.GetBytes(set), 100, max, []), Is.EqualTo(expected));

    [TestCase(16, RangeOutcome.Partial)]
    [TestCase(17, RangeOutcome.Whole)]
    public void Parse_ManySmallRanges_WholeWhenTheirHeadsCostMore(int count, object expected) =>
        Assert.That(Parse(string.Join(',', Enumerable.Repeat("0-0", count)), 100, []), Is.EqualTo(expected));

    private static RangeOutcome Parse(string set, long length, List<ByteRange> ranges) =>
        RangeParser.Parse(System.Text.Encoding.ASCII.GetBytes(set), length, null, ranges);
}
