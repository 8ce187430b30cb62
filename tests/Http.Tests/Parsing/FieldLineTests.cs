using System.Text;
using Engine.Http.Parsing;
using Engine.Testing;

namespace Engine.Http.Tests.Parsing;

public sealed class FieldLineTests
{
    [TestCase("Host: example.com\r\n", "Host", "example.com")]
    [TestCase("Host: example.com\n", "Host", "example.com")]
    [TestCase("a:b\r\n", "a", "b")]
    [TestCase("a:\r\n", "a", "")]
    [TestCase("a: \t \r\n", "a", "")]
    [TestCase("a:\t b \t c \t\r\n", "a", "b \t c")]
    [TestCase("X-1: \"\xE4\xF6\": ,;\r\n", "X-1", "\"\xE4\xF6\": ,;")]
    public void ParseField_ValidLine_IsNameAndTrimmedValue(string text, string name, string value)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        var outcome = Http1RequestParser.ParseField(bytes, false, out var field, out var consumed, out var error);

        Assert.Multiple(() =>
        {
            Assert.That((outcome, error, consumed), Is.EqualTo((ParseOutcome.Done, RequestError.None, bytes.Length)));
            Assert.That(Encoding.Latin1.GetString(field.Name.Of(bytes)), Is.EqualTo(name));
            Assert.That(Encoding.Latin1.GetString(field.Value.Of(bytes)), Is.EqualTo(value));
            Assert.That(Encoding.Latin1.GetString(field.Line.Of(bytes)), Is.EqualTo(text.TrimEnd('\r', '\n')));
            Assert.That(field.IsInvalidName, Is.False);
        });
    }

    [TestCase("a_b: c\r\n", false, true)]
    [TestCase("a_b: c\r\n", true, false)]
    [TestCase("_: c\r\n", true, false)]
    [TestCase("a.b: c\r\n", true, true)]
    [TestCase("\xE4: c\r\n", true, true)]
    [TestCase("(a): c\r\n", false, true)]
    public void ParseField_UncommonByteInName_IsInvalidNameOnly(string text, bool allowUnderscores, bool expected)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        var outcome = Http1RequestParser.ParseField(bytes, allowUnderscores, out var field, out var consumed, out _);

        Assert.That((outcome, consumed, field.IsInvalidName), Is.EqualTo((ParseOutcome.Done, bytes.Length, expected)));
        Assert.That(Encoding.Latin1.GetString(field.Value.Of(bytes)), Is.EqualTo("c"));
    }

    [TestCase("\r\nrest", 2)]
    [TestCase("\nrest", 1)]
    public void ParseField_EmptyLine_EndsTheHead(string text, int length)
    {
        var outcome = Http1RequestParser.ParseField(Encoding.Latin1.GetBytes(text), false, out _, out var consumed, out _);

        Assert.That((outcome, consumed), Is.EqualTo((ParseOutcome.HeadDone, length)));
    }

    [TestCase("Host : a", 4, TestName = "space before the colon")]
    [TestCase("Host\t: a", 4, TestName = "tab before the colon")]
    [TestCase(" Host: a", 0, TestName = "folded line")]
    [TestCase("\tHost: a", 0, TestName = "line folded by a tab")]
    [TestCase(": a", 0, TestName = "empty name")]
    [TestCase("Host\r\n", 4, TestName = "no colon")]
    [TestCase("Host\n", 4, TestName = "no colon before LF")]
    [TestCase("Ho\0st: a", 2, TestName = "NUL in the name")]
    [TestCase("Ho\x7Fst: a", 2, TestName = "DEL in the name")]
    [TestCase("Host: a\0b", 7, TestName = "NUL in the value")]
    [TestCase("Host: a\x01", 7, TestName = "control byte in the value")]
    [TestCase("Host: a\x7F", 7, TestName = "DEL in the value")]
    [TestCase("Host: a\rb", 8, TestName = "bare CR in the value")]
    [TestCase("Host: a\r\r\n", 8, TestName = "CR CR LF")]
    [TestCase("\r\r\n", 1, TestName = "CR CR LF at the end of the head")]
    public void ParseField_InvalidByte_IsReportedWithItsOffset(string text, int offset)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        var outcome = Http1RequestParser.ParseField(bytes, true, out _, out var consumed, out var error);

        Assert.That((outcome, error, consumed), Is.EqualTo((ParseOutcome.Invalid, RequestError.InvalidHeaderLine, offset)));
        Assert.That(
            Http1RequestParser.ParseField(bytes.AsSpan(0, offset), true, out _, out _, out _), Is.EqualTo(ParseOutcome.NeedMore),
            "what is before the invalid byte is fine");
    }

    [TestCase("Host: example.com \r\n")]
    [TestCase("a_b.c:\r\n")]
    [TestCase("\r\n")]
    public void ParseField_AnyPrefix_NeedsMoreAndConsumesNothing(string text)
    {
        foreach (var prefix in Segmentations.PrefixesOf(Encoding.Latin1.GetBytes(text)))
        {
            var outcome = Http1RequestParser.ParseField(prefix, false, out _, out var consumed, out _);

            Assert.That((outcome, consumed), Is.EqualTo((ParseOutcome.NeedMore, 0)), Encoding.Latin1.GetString(prefix));
        }
    }
}
