using System.Buffers.Text;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;

namespace Engine.Http.Modules.Memcached;

/// <summary>
/// The answer to <c>get</c>: <c>VALUE key flags length</c>, the value, <c>END</c>; only <c>END</c> when there is no value
/// (https://github.com/memcached/memcached/blob/master/doc/protocol.txt).
/// </summary>
internal sealed class ValueReader
{
    private static ReadOnlySpan<byte> Trailer => "\r\nEND\r\n"u8;

    private long remaining;
    private int trailerRead;

    /// <summary>The value came to its proper end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>There was a value.</summary>
    public bool IsFound { get; private set; }

    public uint Flags { get; private set; }

    public void Begin()
    {
        remaining = 0;
        trailerRead = 0;
        IsComplete = IsFound = false;
        Flags = 0;
    }

    /// <summary>The first line, into status and length of the response.</summary>
    public ParseOutcome ParseHead(UpstreamRequest upstream, ByteString key, ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0)
            return ParseOutcome.NeedMore;
        var line = bytes[..end];
        if (line is not [.., (byte)'\r'])
            return Refuse(upstream, line);
        line = line[..^1];
        consumed = end + 1;
        if (line.SequenceEqual("END"u8))
        {
            upstream.Request.Log.Write(LogLevel.Info, upstream.Request, $"key: \"{key}\" was not found by memcached");
            upstream.Response.Status = 404;
            upstream.Response.ContentLength = 0;
            IsComplete = true;
            return ParseOutcome.HeadDone;
        }

        return line.StartsWith("VALUE "u8) ? ParseValue(upstream, key, line) : Refuse(upstream, line);
    }

    public BodyOutcome Decode(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        data = default;
        consumed = 0;
        if (remaining > 0)
        {
            consumed = (int)Math.Min(input.Length, remaining);
            data = new Slice(0, consumed);
            remaining -= consumed;
            return consumed == 0 ? BodyOutcome.NeedMore : BodyOutcome.Data;
        }

        if (trailerRead == Trailer.Length || !IsFound)
            return BodyOutcome.Done;
        var length = Math.Min(input.Length, Trailer.Length - trailerRead);
        if (!Trailer.Slice(trailerRead, length).SequenceEqual(input[..length]))
            return EndWithout(upstream);
        trailerRead += length;
        consumed = length;
        IsComplete = trailerRead == Trailer.Length;
        return IsComplete ? BodyOutcome.Done : BodyOutcome.NeedMore;
    }

    /// <summary>The value itself is whole: only the connection is of no more use.</summary>
    private BodyOutcome EndWithout(UpstreamRequest upstream)
    {
        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"memcached sent invalid trailer");
        trailerRead = Trailer.Length;
        return BodyOutcome.Done;
    }

    private ParseOutcome ParseValue(UpstreamRequest upstream, ByteString key, ReadOnlySpan<byte> line)
    {
        var rest = line["VALUE "u8.Length..];
        if (!rest.StartsWith(key.Span) || rest.Length <= key.Length || rest[key.Length] != ' ')
        {
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"memcached sent invalid key in response \"{line}\" for key \"{key}\"");
            return ParseOutcome.Invalid;
        }

        rest = rest[(key.Length + 1)..];
        if (!Utf8Parser.TryParse(rest, out uint flags, out var length) || rest.Length <= length || rest[length] != ' ')
            return RefuseNumber(upstream, "flags", line);
        rest = rest[(length + 1)..];
        if (!Utf8Parser.TryParse(rest, out long size, out length) || size < 0 || (length != rest.Length && rest[length] != ' '))
            return RefuseNumber(upstream, "length", line);
        Flags = flags;
        IsFound = true;
        remaining = size;
        upstream.Response.Status = 200;
        upstream.Response.ContentLength = size;
        return ParseOutcome.HeadDone;
    }

    private static ParseOutcome RefuseNumber(UpstreamRequest upstream, string what, ReadOnlySpan<byte> line)
    {
        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"memcached sent invalid {what} in response \"{line}\"");
        return ParseOutcome.Invalid;
    }

    private static ParseOutcome Refuse(UpstreamRequest upstream, ReadOnlySpan<byte> line)
    {
        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"memcached sent invalid response: \"{line}\"");
        return ParseOutcome.Invalid;
    }
}
