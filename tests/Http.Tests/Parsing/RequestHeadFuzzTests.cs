using System.Text;
using Engine.Http.Parsing;

namespace Engine.Http.Tests.Parsing;

/// <summary>Mutated heads with a fixed seed: the parsers never throw, always end, and say the same however the bytes arrive.</summary>
public sealed class RequestHeadFuzzTests
{
    private static readonly string[] Seeds =
    [
        "GET /index.html?a=b%20c HTTP/1.1\r\nHost: example.com\r\nConnection: keep-alive\r\nContent-Length: 5\r\n\r\nhello",
        "\r\nPOST http://[::1]:8080/a/../b//c?d#e HTTP/1.0\r\nTransfer-Encoding: chunked\r\nX_Y: \tz \r\n\r\n5;a=b\r\nhello\r\n0\r\nT: 1\r\n\r\n",
        "CONNECT example.com:443 HTTP/1.1\nHost:example.com:443\nAccept: */*\n\n",
        "GET /%2e%2e/%00\r\n",
    ];

    private static readonly byte[] Interesting = "\0\t\n\r :/?#%.;,[]@_-+09azAZ\x7F\x80\xFF"u8.ToArray();

    [Test]
    public void ParseHead_MutatedHeads_NeverThrowAndAlwaysEnd()
    {
        var random = new Random(20260727);
        var ends = new Dictionary<string, int>();
        for (var round = 0; round < 100_000; round++)
        {
            var end = ParseAll(Mutate(random, Encoding.Latin1.GetBytes(Seeds[round % Seeds.Length])));
            ends[end] = ends.GetValueOrDefault(end) + 1;
        }

        Assert.That(ends.Keys, Is.SupersetOf(new[] { "line NeedMore", "line Invalid", "field Invalid", "field NeedMore", "body Done", "body Invalid", "body NeedMore" }));
    }

    private static byte[] Mutate(Random random, byte[] seed)
    {
        var bytes = new List<byte>(seed);
        for (var edits = random.Next(5); edits > 0 && bytes.Count > 0; edits--)
        {
            var position = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0:
                    bytes[position] = Interesting[random.Next(Interesting.Length)];
                    break;
                case 1:
                    bytes.Insert(position, Interesting[random.Next(Interesting.Length)]);
                    break;
                case 2:
                    bytes.RemoveAt(position);
                    break;
                case 3:
                    bytes.RemoveRange(position, bytes.Count - position);
                    break;
                default:
                    bytes.InsertRange(position, bytes.GetRange(random.Next(bytes.Count), 1));
                    break;
            }
        }

        return [.. bytes];
    }

    private static string ParseAll(ReadOnlySpan<byte> bytes)
    {
        var outcome = Http1RequestParser.ParseRequestLine(bytes, out var line, out var consumed, out var error);
        Assert.That(consumed, Is.InRange(0, bytes.Length));
        if (outcome != ParseOutcome.Done)
        {
            Assert.That(error == RequestError.None, Is.EqualTo(outcome == ParseOutcome.NeedMore));
            return $"line {outcome}";
        }

        Assert.That(consumed, Is.Positive);
        var path = line.Path.Of(bytes);
        RequestTarget.TryNormalize(path, mergeSlashes: true, new byte[Math.Max(1, path.Length)], out _);
        RequestFraming.TryParseHost(line.Authority.Of(bytes), new byte[line.Authority.Length], out _, out _);
        return ParseFields(bytes[consumed..]);
    }

    private static string ParseFields(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            var outcome = Http1RequestParser.ParseField(bytes, false, out var field, out var consumed, out _);
            if (outcome == ParseOutcome.HeadDone)
                return $"body {Decode(bytes[consumed..])}";
            if (outcome != ParseOutcome.Done)
                return $"field {outcome}";
            Assert.That(consumed, Is.Positive);
            KnownFields.Find(field.Name.Of(bytes));
            bytes = bytes[consumed..];
        }
    }

    private static ChunkedOutcome Decode(ReadOnlySpan<byte> bytes)
    {
        var decoder = new ChunkedDecoder();
        while (true)
        {
            var outcome = decoder.Decode(bytes, out var data, out var consumed);
            if (outcome != ChunkedOutcome.Data)
                return outcome;
            Assert.That(data.Length, Is.Positive);
            bytes = bytes[consumed..];
        }
    }
}
