using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream.Cache;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream;

/// <summary>One attempt with one peer, as variables and logs tell of it.</summary>
public sealed class UpstreamAttempt
{
    /// <summary>The peer's name; that of the group when there was no peer to ask.</summary>
    public ByteString Peer { get; set; }

    /// <summary>0 when there was no response.</summary>
    public int Status { get; set; }

    /// <summary>Milliseconds since the attempt began; -1 when it did not come to that.</summary>
    public long ConnectMs { get; set; }

    public long HeaderMs { get; set; }

    public long ResponseMs { get; set; }

    public long BytesReceived { get; set; }

    public long BytesSent { get; set; }

    public long ResponseLength { get; set; }

    /// <summary>The first attempt of another upstream: behind an internal redirect.</summary>
    public bool StartsGroup { get; set; }

    internal void Begin(ByteString peer, bool startsGroup)
    {
        Peer = peer;
        StartsGroup = startsGroup;
        Status = 0;
        ConnectMs = HeaderMs = ResponseMs = -1;
        BytesReceived = BytesSent = ResponseLength = 0;
    }
}

/// <summary>All attempts of a request, and the upstream it was with last.</summary>
public sealed class UpstreamHistory : ReusedState<UpstreamHistory>
{
    public static readonly RequestSlot<UpstreamHistory> Slot = new(survivesRedirects: true);

    private readonly List<UpstreamAttempt> attempts = [];

    public int Count { get; private set; }

    public UpstreamAttempt this[int index] => attempts[index];

    /// <summary>The response of the last upstream.</summary>
    public UpstreamResponse? Response { get; set; }

    /// <summary>What the cache did, for the last upstream.</summary>
    public CacheStatus CacheStatus { get; set; }

    /// <summary>Of the expired response that is asked for again if it has changed (<c>proxy_cache_revalidate</c>); empty for none.</summary>
    public ByteString CacheLastModified { get; set; }

    public ByteString CacheETag { get; set; }

    public static UpstreamHistory Of(HttpRequest request)
    {
        var history = Slot.Of(request);
        if (history is null)
            Slot.Set(request, history = Rent(request));
        return history;
    }

    public UpstreamAttempt Add(ByteString peer, bool startsGroup)
    {
        if (Count == attempts.Count)
            attempts.Add(new UpstreamAttempt());
        var attempt = attempts[Count++];
        attempt.Begin(peer, startsGroup);
        return attempt;
    }

    protected override void Clear()
    {
        for (var i = 0; i < Count; i++)
            attempts[i].Peer = default;
        Count = 0;
        Response = null;
        CacheStatus = CacheStatus.None;
        CacheLastModified = CacheETag = default;
    }
}
