using System.Globalization;
using System.Text;
using Engine.Http.Parsing;

namespace Engine.Http.Tests.Parsing;

public sealed class HttpDateTests
{
    [TestCase("Sun, 06 Nov 1994 08:49:37 GMT", 784111777)]
    [TestCase("Sunday, 06-Nov-94 08:49:37 GMT", 784111777)]
    [TestCase("Sun Nov  6 08:49:37 1994", 784111777)]
    [TestCase("Wed Nov 16 08:49:37 1994", 784975777)]
    [TestCase("Thu, 01 Jan 1970 00:00:00 GMT", 0)]
    [TestCase("Tue, 29 Feb 2000 23:59:60 GMT", 951868800)]
    [TestCase("Monday, 01-Jan-69 00:00:00 GMT", 3124224000)]
    [TestCase("Fri, 31 Dec 9999 23:59:59 GMT", 253402300799)]
    public void TryParse_TheThreeForms_AreSecondsSince1970(string text, long expected)
    {
        Assert.That(HttpDate.TryParse(Encoding.Latin1.GetBytes(text), out var seconds), Is.True);
        Assert.That(seconds, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("Sun, 06 Nov 1994 08:49:37")]
    [TestCase("Sun, 06 Nov 1994 08:49:37 UTC")]
    [TestCase("Sun, 06 Nov 1994 08:49:37 GMT ")]
    [TestCase("Sun, 06 NOV 1994 08:49:37 GMT")]
    [TestCase("Sun, 31 Nov 1994 08:49:37 GMT")]
    [TestCase("Mon, 29 Feb 1900 08:49:37 GMT")]
    [TestCase("Sun, 00 Nov 1994 08:49:37 GMT")]
    [TestCase("Sun, 06 Nov 0000 08:49:37 GMT")]
    [TestCase("Sun, 06 Nov 1994 24:00:00 GMT")]
    [TestCase("Sun, 06 Nov 1994 08:60:00 GMT")]
    [TestCase("Sun, 06 Nov 1994 08:49:61 GMT")]
    [TestCase("Sun, 06 Nov 1994 08.49.37 GMT")]
    [TestCase("Sun, +6 Nov 1994 08:49:37 GMT")]
    [TestCase("Sunday, 06-Nov-1994 08:49:37 GMT")]
    [TestCase("Sun Nov  6 08:49:37 94")]
    public void TryParse_AnythingElse_IsRefused(string text)
    {
        Assert.That(HttpDate.TryParse(Encoding.Latin1.GetBytes(text), out _), Is.False);
    }

    [Test]
    public void Format_AnyTime_IsTheFixdateThatIsParsedAgain()
    {
        var text = new byte[HttpDate.Length];
        for (var seconds = 0L; seconds < 20_000_000_000; seconds += 86_400 * 97 + 12_345)
        {
            HttpDate.Format(seconds, text);

            Assert.That(Encoding.ASCII.GetString(text), Is.EqualTo(DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("r", CultureInfo.InvariantCulture)));
            Assert.That(HttpDate.TryParse(text, out var parsed), Is.True);
            Assert.That(parsed, Is.EqualTo(seconds));
        }
    }

    [TestCase(-1L, "Thu, 01 Jan 1970 00:00:00 GMT")]
    [TestCase(long.MinValue, "Thu, 01 Jan 1970 00:00:00 GMT")]
    [TestCase(253_402_300_800L, "Fri, 31 Dec 9999 23:59:59 GMT")]
    [TestCase(long.MaxValue, "Fri, 31 Dec 9999 23:59:59 GMT")]
    public void Format_OutOfRange_IsTheNearestThatThereIs(long seconds, string date)
    {
        var text = new byte[HttpDate.Length];
        HttpDate.Format(seconds, text);
        Assert.That(Encoding.ASCII.GetString(text), Is.EqualTo(date));
    }

    [TestCase(0L, "Thu, 01-Jan-70 00:00:00 GMT")]
    [TestCase(2_145_916_799L, "Thu, 31-Dec-37 23:59:59 GMT")]
    [TestCase(2_145_916_800L, "Fri, 01-Jan-2038 00:00:00 GMT")]
    [TestCase(long.MaxValue, "Fri, 31-Dec-9999 23:59:59 GMT")]
    [TestCase(long.MinValue, "Thu, 01-Jan-70 00:00:00 GMT")]
    public void FormatCookie_AnyTime_HasTheYearThatIsClear(long seconds, string date)
    {
        var text = new byte[64];
        Assert.That(Encoding.ASCII.GetString(text, 0, HttpDate.FormatCookie(seconds, text)), Is.EqualTo(date));
    }
}
