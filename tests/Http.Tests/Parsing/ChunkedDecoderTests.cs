using System.Text;
using Engine.Http.Parsing;
using Engine.Testing;

namespace Engine.Http.Tests.Parsing;

public sealed class ChunkedDecoderTests
{
    [TestCase("0\r\n\r\n", "")]
    [TestCase("5\r\nhello\r\n0\r\n\r\n", "hello")]
    [TestCase("5\r\nhello\r\n00A\r\n, chunks\r\n\r\n0\r\n\r\n", "hello, chunks\r\n")]
    [TestCase("a;name=value;\"q\\\"\"\r\n0123456789\r\n0;x\r\n\r\n", "0123456789")]
    [TestCase("5 ;a\r\nhello\r\n0\r\n\r\n", "hello")]
    [TestCase("5 \r\nhello\r\n0\t\r\n\r\n", "hello")]
    [TestCase("1\r\na\r\n0\r\nX-Trailer: 1\r\nY:\r\n\r\n", "a")]
    public void Decode_AnySegmentation_GivesTheContent(string text, string expected)
    {
        foreach (var parts in Segmentations.Of(Encoding.Latin1.GetBytes(text)))
        {
            var decoder = new ChunkedDecoder();
            var content = "";
            var outcome = ChunkedOutcome.NeedMore;
            foreach (var part in parts)
            {
                Assert.That(outcome, Is.EqualTo(ChunkedOutcome.NeedMore));
                outcome = Feed(ref decoder, part, ref content, out var left);
                Assert.That(left, Is.Zero);
            }

            Assert.That((outcome, content), Is.EqualTo((ChunkedOutcome.Done, expected)), string.Join('|', parts.Select(Encoding.Latin1.GetString)));
        }
    }

    [Test]
    public void Decode_BytesBehindTheEnd_AreLeft()
    {
        var decoder = new ChunkedDecoder();
        var content = "";

        var outcome = Feed(ref decoder, "1\r\na\r\n0\r\n\r\nGET /"u8.ToArray(), ref content, out var left);

        Assert.That((outcome, left), Is.EqualTo((ChunkedOutcome.Done, 5)));
        Assert.That(decoder.Decode("GET"u8, out _, out var consumed), Is.EqualTo(ChunkedOutcome.Done));
        Assert.That(consumed, Is.Zero);
    }

    [Test]
    public void Decode_ChunkIncomplete_TellsHowMuchRemains()
    {
        var decoder = new ChunkedDecoder();

        decoder.Decode("10\r\nabc"u8, out var data, out _);

        Assert.That((data, decoder.ChunkRemaining), Is.EqualTo((new Slice(4, 3), 13L)));
    }

    [Test]
    public void Decode_KeepTrailers_EndsBeforeTheTrailerSection()
    {
        var decoder = new ChunkedDecoder { KeepTrailers = true };

        var outcome = decoder.Decode("0\r\nA: b\r\n\r\n"u8, out _, out var consumed);

        Assert.That((outcome, consumed), Is.EqualTo((ChunkedOutcome.Trailers, 3)));
        Assert.That(decoder.Decode("A: b\r\n\r\n"u8, out _, out _), Is.EqualTo(ChunkedOutcome.Done));
    }

    [TestCase("\r\n", 0, TestName = "no size")]
    [TestCase(" 1\r\n", 0, TestName = "space before the size")]
    [TestCase("-1\r\n", 0, TestName = "negative size")]
    [TestCase("+1\r\n", 0, TestName = "size with a sign")]
    [TestCase("0x1\r\n", 1, TestName = "size with 0x")]
    [TestCase("1_0\r\n", 1, TestName = "underscore in the size")]
    [TestCase("1\na", 1, TestName = "LF behind the size")]
    [TestCase("1;a\nb", 3, TestName = "LF in the extension")]
    [TestCase("1;a\rb", 4, TestName = "bare CR in the extension")]
    [TestCase("1;a\0", 3, TestName = "NUL in the extension")]
    [TestCase("1 a\r\n", 2, TestName = "word behind the size")]
    [TestCase("1\r\nab", 4, TestName = "more content than the size")]
    [TestCase("1\r\na\n0\r\n", 4, TestName = "LF behind the content")]
    [TestCase("0\r\n\n", 3, TestName = "LF at the end")]
    [TestCase("0\r\nA: b\n\r\n", 7, TestName = "LF behind a trailer")]
    [TestCase("0\r\nA b\r\n", 4, TestName = "space in the name of a trailer")]
    [TestCase("0\r\n: b\r\n", 3, TestName = "empty name of a trailer")]
    [TestCase("0\r\n a: b\r\n", 3, TestName = "folded trailer")]
    [TestCase("0\r\nA\r\n", 4, TestName = "trailer without colon")]
    [TestCase("7FFFFFFFFFFFFFFFF\r\n", 16, TestName = "size of 67 bits")]
    [TestCase("8000000000000000\r\n", 15, TestName = "size of 2^63")]
    [TestCase("FFFFFFFFFFFFFFFF\r\n", 15, TestName = "size of 2^64-1")]
    [TestCase("10000000000000000\r\n", 16, TestName = "size of 2^64")]
    public void Decode_InvalidByte_IsReportedWithItsOffset(string text, int offset)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        var decoder = new ChunkedDecoder();
        var content = "";

        var outcome = Feed(ref decoder, bytes, ref content, out var left);

        Assert.That((outcome, bytes.Length - left), Is.EqualTo((ChunkedOutcome.Invalid, offset)));
        Assert.That(decoder.Decode("0\r\n\r\n"u8, out _, out _), Is.EqualTo(ChunkedOutcome.Invalid), "it stays invalid");
    }

    [Test]
    public void Decode_LargestSize_IsNotAnOverflow()
    {
        var decoder = new ChunkedDecoder();

        Assert.That(decoder.Decode("7FFFFFFFFFFFFFFF\r\n"u8, out _, out _), Is.EqualTo(ChunkedOutcome.NeedMore));
        Assert.That(decoder.ChunkRemaining, Is.EqualTo(long.MaxValue));
    }

    [TestCase("0", "0", "", TestName = "endless zeros")]
    [TestCase("1;", "a", "", TestName = "endless extension")]
    [TestCase("", "1;abcdefghijklmnopqrstuvwxyz\r\na\r\n", "", TestName = "extensions longer than the content")]
    [TestCase("0\r\n", "A: b\r\n", "", TestName = "endless trailers")]
    public void Decode_OverheadWithoutContent_IsLimited(string start, string repeated, string end)
    {
        var text = start + string.Concat(Enumerable.Repeat(repeated, (2 * ChunkedDecoder.MaxOverhead / repeated.Length) + 1000)) + end;
        var decoder = new ChunkedDecoder();
        var content = "";

        var outcome = Feed(ref decoder, Encoding.Latin1.GetBytes(text), ref content, out _);

        Assert.That(outcome, Is.EqualTo(ChunkedOutcome.Invalid));
    }

    [TestCase("1\r\na\r\n", TestName = "chunks of one byte")]
    [TestCase("40;chunk-signature=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n",
        TestName = "signed chunks")]
    public void Decode_OverheadPaidByContent_IsNotLimited(string chunk)
    {
        var text = string.Concat(Enumerable.Repeat(chunk, 100_000)) + "0\r\n\r\n";
        var decoder = new ChunkedDecoder();
        var length = 0;
        var bytes = Encoding.Latin1.GetBytes(text).AsSpan();
        ChunkedOutcome outcome;
        while ((outcome = decoder.Decode(bytes, out var data, out var consumed)) == ChunkedOutcome.Data)
        {
            length += data.Length;
            bytes = bytes[consumed..];
        }

        Assert.That((outcome, length % 100_000), Is.EqualTo((ChunkedOutcome.Done, 0)));
    }

    private static ChunkedOutcome Feed(ref ChunkedDecoder decoder, ReadOnlySpan<byte> input, ref string content, out int left)
    {
        while (true)
        {
            var outcome = decoder.Decode(input, out var data, out var consumed);
            content += Encoding.Latin1.GetString(data.Of(input));
            input = input[consumed..];
            left = input.Length;
            if (outcome != ChunkedOutcome.Data)
                return outcome;
        }
    }
}
