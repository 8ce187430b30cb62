using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy;

/// <summary>The trailer section behind a chunked body; it may come in pieces.</summary>
internal sealed class TrailerReader
{
    private readonly HeadBuffer pending = new();

    public void Clear() => pending.Clear();

    /// <summary>Done at the empty line; all input is consumed before that.</summary>
    public BodyOutcome Read(UpstreamRequest upstream, ReadOnlySpan<byte> input, out int consumed)
    {
        var before = pending.Length;
        pending.Append(input);
        consumed = input.Length;
        if (ResponseHead.LengthOf(pending.Memory.Span) < 0)
            return pending.Length > upstream.Conf.BufferSize.Value ? Refuse(upstream) : BodyOutcome.NeedMore;
        var bytes = upstream.Request.Arena.Copy(pending.Memory.Span);
        var position = 0;
        while (true)
        {
            var outcome = Http1ResponseParser.ParseField(bytes.Span[position..], out var field, out var length);
            position += length;
            if (outcome == ParseOutcome.HeadDone)
            {
                consumed = position - before;
                return BodyOutcome.Done;
            }

            if (outcome != ParseOutcome.Done)
                return Refuse(upstream);
            Add(upstream, bytes.Slice(position - length + field.Name.Start, field.Name.Length), bytes.Slice(position - length + field.Value.Start, field.Value.Length));
        }
    }

    private static void Add(UpstreamRequest upstream, ByteString name, ByteString value)
    {
        var known = KnownFields.Find(name.Span);
        upstream.Response.Trailers.Add(known, name, value);
        // RFC 9110, 6.5.1: what frames or routes a message has no place behind it.
        if (!upstream.Conf.PassTrailers.Value || known is KnownField.ContentLength or KnownField.TransferEncoding or KnownField.Host or KnownField.Connection or KnownField.Trailer)
            return;
        if (!upstream.Conf.Hidden.Contains(new HeaderField(known, name, value)))
            upstream.Request.Response.Trailers.Add(known, name, value);
    }

    private static BodyOutcome Refuse(UpstreamRequest upstream)
    {
        upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"upstream sent invalid trailer");
        return BodyOutcome.Invalid;
    }
}
