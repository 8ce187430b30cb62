using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Modules.Memcached;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Redis2;

/// <summary>Redis' protocol: there is no head, the replies are the body.</summary>
internal sealed class Redis2Upstream(Redis2State state) : UpstreamProtocol
{
    private readonly ReplyReader replies = new();
    private long expected;

    public override ReadOnlySpan<byte> Schema => "redis2://"u8;

    public override bool EndsWithConnection => false;

    public override bool CanKeepAlive => replies.IsComplete;

    public override HandlerResult CreateRequest(UpstreamRequest upstream)
    {
        upstream.Uri = default;
        upstream.Body = default;
        upstream.BodyFile = null;
        upstream.Head.Clear();
        expected = state.Queries.Write(upstream.Request, upstream.Head);
        return expected > 0 ? HandlerResult.Ok : new HandlerResult(500);
    }

    public override void BeginAttempt() => replies.Begin(expected);

    public override ParseOutcome ParseHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed)
    {
        consumed = 0;
        if (!ReplyReader.IsType(bytes[0]))
        {
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"redis2 sent invalid response: \"{bytes}\"");
            return ParseOutcome.Invalid;
        }

        upstream.Response.Status = 200;
        MemcachedFields.AddType(upstream);
        return ParseOutcome.HeadDone;
    }

    public override void BeginBody(UpstreamRequest upstream)
    {
    }

    public override BodyOutcome DecodeBody(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed)
    {
        consumed = 0;
        data = default;
        if (replies.IsComplete)
            return BodyOutcome.Done;
        if (input.IsEmpty)
            return BodyOutcome.NeedMore;
        consumed = replies.Read(input);
        if (consumed < 0)
        {
            consumed = 0;
            upstream.Request.Log.Write(LogLevel.Error, upstream.Request, $"redis2 sent an invalid reply");
            return BodyOutcome.Invalid;
        }

        data = new Slice(0, consumed);
        return BodyOutcome.Data;
    }
}
