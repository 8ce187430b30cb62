using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Http.Modules.Memcached;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Memc;

/// <summary>memcached's text protocol; what is not <c>get</c> is answered by lines, which become the body as they are.</summary>
internal sealed class MemcUpstream(MemcState state) : UpstreamProtocol
{
    private static readonly ByteString LastModified = ByteString.Copy("Last-Modified"u8);

    private readonly ValueReader value = new();
    private long remaining;

    private bool IsGet => state.Command.Kind == MemcKind.Get;

    public override ReadOnlySpan<byte> Schema => "memcached://"u8;

    public override bool EndsWithConnection => false;

    public override bool CanKeepAlive => IsGet ? value.IsComplete : remaining == 0;

    public override HandlerResult CreateRequest(UpstreamRequest upstream)
    {
        upstream.Uri = state.Key;
        if (state.Command.Kind != MemcKind.Storage || state.Value is not null)
        {
            upstream.Body = state.Command.Kind == MemcKind.Storage ? state.Value!.Value : default;
            upstream.BodyFile = null;
        }

        MemcRequest.Write(upstream, state);
        return HandlerResult.Ok;
    }

    /// <summary>The value ends with its line.</summary>
    public override void EndRequest(ConnectionWriter output)
    {
        if (state.Command.Kind != MemcKind.Storage)
            return;
        "\r\n"u8.CopyTo(output.GetSpan(2));
        output.Advance(2);
    }

    public override void BeginAttempt()
    {
        value.Begin();
        remaining = 0;
    }

    public override ParseOutcome ParseHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed)
    {
        if (!IsGet || bytes.IndexOf("ERROR"u8) is >= 0 and < 8)
            return ParseLines(upstream, bytes, out consumed);
        var outcome = value.ParseHead(upstream, state.Key, bytes, out consumed);
        if (outcome != ParseOutcome.HeadDone || !value.IsFound)
            return outcome;
        MemcachedFields.AddType(upstream);
        if (state.Conf.FlagsToLastModified.Value)
            AddLastModified(upstream);
        return outcome;
    }

    public override void BeginBody(UpstreamRequest upstream)
    {
    }

    public override BodyOutcome DecodeBody(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        if (value.IsFound)
            return value.Decode(upstream, input, out data, out consumed);
        consumed = (int)Math.Min(input.Length, remaining);
        data = new Slice(0, consumed);
        remaining -= consumed;
        return consumed > 0 ? BodyOutcome.Data : remaining > 0 ? BodyOutcome.NeedMore : BodyOutcome.Done;
    }

    /// <summary>The lines are read as the body, so nothing is consumed here.</summary>
    private ParseOutcome ParseLines(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        var length = MemcReply.LengthOf(bytes);
        if (length < 0)
            return ParseOutcome.NeedMore;
        var status = MemcReply.StatusOf(bytes[..length]);
        if (status == 0)
        {
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"memcached sent invalid response: \"{bytes[..length].TrimEnd("\r\n"u8)}\"");
            return ParseOutcome.Invalid;
        }

        remaining = length;
        upstream.Response.Status = status;
        upstream.Response.ContentLength = length;
        if (status == 404)
        {
            // Nobody reads the line then.
            remaining = 0;
            consumed = length;
        }

        MemcachedFields.AddType(upstream);
        return ParseOutcome.HeadDone;
    }

    private void AddLastModified(UpstreamRequest upstream)
    {
        var text = upstream.Request.Arena.Allocate(HttpDate.Length, out var bytes);
        HttpDate.Format(value.Flags, bytes);
        upstream.Response.Fields.Add(LastModified, text);
    }
}
