using Engine.Core.Conf;

namespace Engine.Core.Tests.Conf;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ConfUnitsTests
{
    [TestCase("0", 0)]
    [TestCase("8192", 8192)]
    [TestCase("8k", 8192)]
    [TestCase("8K", 8192)]
    [TestCase("2m", 2 * 1024 * 1024)]
    [TestCase("2M", 2 * 1024 * 1024)]
    public void Size_WithAUnit_IsOctets(string text, long expected) => Assert.That(ConfUnits.ParseSize(text), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("k")]
    [TestCase("-1")]
    [TestCase("+1")]
    [TestCase("1.5k")]
    [TestCase("1 k")]
    [TestCase("1kb")]
    [TestCase("1g")]
    [TestCase("9223372036854775807k")]
    public void Size_Malformed_IsNone(string text) => Assert.That(ConfUnits.ParseSize(text), Is.Null);

    [TestCase("1g", 1L << 30)]
    [TestCase("1G", 1L << 30)]
    [TestCase("1m", 1L << 20)]
    public void Offset_WithAUnit_IsOctets(string text, long expected) => Assert.That(ConfUnits.ParseSize(text, offset: true), Is.EqualTo(expected));

    [TestCase("0", 0)]
    [TestCase("90", 90_000)]
    [TestCase("90s", 90_000)]
    [TestCase("500ms", 500)]
    [TestCase("1m", 60_000)]
    [TestCase("1h30m", 5_400_000)]
    [TestCase("1h 30m", 5_400_000)]
    [TestCase("1d", 86_400_000)]
    [TestCase("1w", 604_800_000)]
    [TestCase("1M", 2_592_000_000)]
    [TestCase("1y", 31_536_000_000)]
    [TestCase("1m30", 90_000)]
    [TestCase("1s500ms", 1500)]
    public void Duration_WithUnits_IsMilliseconds(string text, long expected) => Assert.That(ConfUnits.ParseDuration(text), Is.EqualTo(expected));

    [TestCase("")]
    [TestCase("s")]
    [TestCase("-1s")]
    [TestCase("1.5s")]
    [TestCase("1x")]
    [TestCase("30m1h")]
    [TestCase("1s1s")]
    [TestCase("9223372036854775807y")]
    public void Duration_Malformed_IsNone(string text) => Assert.That(ConfUnits.ParseDuration(text), Is.Null);

    [TestCase("90", 90)]
    [TestCase("2m", 120)]
    [TestCase("1d", 86_400)]
    public void DurationInSeconds_WithUnits_IsSeconds(string text, long expected) =>
        Assert.That(ConfUnits.ParseDuration(text, seconds: true), Is.EqualTo(expected));

    [Test]
    public void DurationInSeconds_OfMilliseconds_IsNone() => Assert.That(ConfUnits.ParseDuration("500ms", seconds: true), Is.Null);
}
