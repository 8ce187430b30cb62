using System.Text;
using Engine.Http.Parsing;
using Engine.Testing;

namespace Engine.Http.Tests.Parsing;

public sealed class StatusLineTests
{
    [TestCase("HTTP/1.1 200 OK\r\n", 1, 200, "200 OK", "OK")]
    [TestCase("HTTP/1.0 404 Not Found\n", 0, 404, "404 Not Found", "Not Found")]
    [TestCase("HTTP/1.1 100 \r\n", 1, 100, "100 ", "")]
    [TestCase("HTTP/1.1 999\r\n", 1, 999, "999", "")]
    [TestCase("HTTP/1.9 200 \xE4\tx\r\n", 9, 200, "200 \xE4\tx", "\xE4\tx")]
    public void ParseStatusLine_ValidLine_IsTakenApart(string text, int minor, int status, string statusText, string reason)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        var outcome = Http1ResponseParser.ParseStatusLine(bytes, out var line, out var consumed);

        Assert.Multiple(() =>
        {
            Assert.That((outcome, consumed), Is.EqualTo((ParseOutcome.Done, bytes.Length)));
            Assert.That((line.Major, line.Minor, line.Status), Is.EqualTo((1, minor, status)));
            Assert.That(Encoding.Latin1.GetString(line.StatusText.Of(bytes)), Is.EqualTo(statusText));
            Assert.That(Encoding.Latin1.GetString(line.Reason.Of(bytes)), Is.EqualTo(reason));
        });
        foreach (var prefix in Segmentations.PrefixesOf(bytes))
            Assert.That(Http1ResponseParser.ParseStatusLine(prefix, out _, out _), Is.EqualTo(ParseOutcome.NeedMore));
    }

    [TestCase("<html>", 0, TestName = "HTTP/0.9 response")]
    [TestCase("\r\nHTTP", 0, TestName = "empty line before the status line")]
    [TestCase("http/1.1", 0, TestName = "lower-case version of a response")]
    [TestCase("HTTP/2.0 200", 5, TestName = "status line of version 2")]
    [TestCase("HTTP/1.10 200", 8, TestName = "minor version of two digits")]
    [TestCase("HTTP/1.1  200", 9, TestName = "two spaces before the status")]
    [TestCase("HTTP/1.1 099", 9, TestName = "status below 100")]
    [TestCase("HTTP/1.1 20\r\n", 11, TestName = "status of two digits")]
    [TestCase("HTTP/1.1 2000", 12, TestName = "status of four digits")]
    [TestCase("HTTP/1.1 200OK", 12, TestName = "no space behind the status")]
    [TestCase("HTTP/1.1 200 O\rK", 15, TestName = "bare CR in the reason")]
    [TestCase("HTTP/1.1 200 O\0", 14, TestName = "NUL in the reason")]
    public void ParseStatusLine_InvalidByte_IsReportedWithItsOffset(string text, int offset)
    {
        var outcome = Http1ResponseParser.ParseStatusLine(Encoding.Latin1.GetBytes(text), out _, out var consumed);

        Assert.That((outcome, consumed), Is.EqualTo((ParseOutcome.Invalid, offset)));
    }

    [Test]
    public void ParseField_UnderscoreInName_IsUsualInResponses()
    {
        Http1ResponseParser.ParseField("a_b: c\r\n"u8, out var field, out _);

        Assert.That(field.IsInvalidName, Is.False);
    }
}
