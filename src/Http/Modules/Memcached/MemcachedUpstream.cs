using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Memcached;

/// <summary>What the module knows of one request.</summary>
internal sealed class MemcachedState : ReusedState<MemcachedState>
{
    public static readonly RequestSlot<MemcachedState> Slot = new();

    public MemcachedState() => Protocol = new MemcachedUpstream(this);

    public MemcachedUpstream Protocol { get; }

    public MemcachedConf Conf { get; private set; } = null!;

    /// <summary>The key as it is sent, escaped.</summary>
    public ByteString Key { get; private set; }

    public static MemcachedState Begin(HttpRequest request, MemcachedConf conf, ByteString key)
    {
        var state = Rent(request);
        state.Conf = conf;
        state.Key = key;
        Slot.Set(request, state);
        return state;
    }

    protected override void Clear()
    {
        Conf = null!;
        Key = default;
        Protocol.BeginAttempt();
    }
}

/// <summary><c>get</c> of memcached's text protocol.</summary>
internal sealed class MemcachedUpstream(MemcachedState state) : UpstreamProtocol
{
    private static readonly ByteString ContentEncoding = ByteString.Copy("Content-Encoding"u8);
    private static readonly ByteString Gzip = ByteString.Copy("gzip"u8);

    private readonly ValueReader reader = new();

    public override ReadOnlySpan<byte> Schema => "memcached://"u8;

    public override bool EndsWithConnection => false;

    public override bool CanKeepAlive => reader.IsComplete;

    public override HandlerResult CreateRequest(UpstreamRequest upstream)
    {
        upstream.Uri = state.Key;
        upstream.Body = default;
        upstream.BodyFile = null;
        upstream.Head.Clear();
        upstream.Head.Append("get "u8);
        upstream.Head.Append(state.Key);
        upstream.Head.Append("\r\n"u8);
        return HandlerResult.Ok;
    }

    public override void BeginAttempt() => reader.Begin();

    public override ParseOutcome ParseHead(UpstreamRequest upstream, ReadOnlySpan<byte> bytes, out int consumed)
    {
        var outcome = reader.ParseHead(upstream, state.Key, bytes, out consumed);
        if (outcome != ParseOutcome.HeadDone || !reader.IsFound)
            return outcome;
        MemcachedFields.AddType(upstream);
        if ((reader.Flags & state.Conf.GzipFlag.Value) != 0)
            upstream.Response.Fields.Add(ContentEncoding, Gzip);
        return outcome;
    }

    public override void BeginBody(UpstreamRequest upstream)
    {
    }

    public override BodyOutcome DecodeBody(UpstreamRequest upstream, ReadOnlySpan<byte> input, out Slice data, out int consumed) =>
        reader.Decode(upstream, input, out data, out consumed);
}

internal static class MemcachedFields
{
    private static readonly ByteString ContentType = ByteString.Copy("Content-Type"u8);

    /// <summary>memcached knows no media types: that of the URI's extension.</summary>
    public static void AddType(UpstreamRequest upstream)
    {
        ContentTypes.SetByExtension(upstream.Request);
        upstream.Response.Fields.Add(ContentType, upstream.Request.Response.ContentType);
    }
}
