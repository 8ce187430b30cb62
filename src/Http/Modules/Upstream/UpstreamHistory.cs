using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream.Cache;
using Engine.Http.Requests;
using Engine.Upstream;

namespace Engine.Http.Modules.Upstream;

/// <summary>One attempt of a request with one peer.</summary>
public sealed class UpstreamAttempt : PeerAttempt
{
    private bool startsGroup;

    /// <summary>0 when there was no response.</summary>
    public int Status { get; set; }

    /// <summary>Milliseconds since the attempt began; -1 when it did not come to that.</summary>
    public long HeaderMs { get; set; }

    public long ResponseMs { get; set; }

    public long ResponseLength { get; set; }

    public override ReadOnlySpan<byte> Separator => startsGroup ? " : "u8 : base.Separator;

    /// <param name="startsGroup">The first attempt of another upstream: behind an internal redirect.</param>
    internal void Begin(ByteString peer, bool startsGroup)
    {
        Begin(peer);
        this.startsGroup = startsGroup;
        Status = 0;
        HeaderMs = ResponseMs = -1;
        ResponseLength = 0;
    }
}

/// <summary>All attempts of a request, and the upstream it was with last.</summary>
public sealed class UpstreamHistory : ReusedState<UpstreamHistory>
{
    public static readonly RequestSlot<UpstreamHistory> Slot = new(survivesRedirects: true);

    public PeerAttempts<UpstreamAttempt> Attempts { get; } = new();

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

    protected override void Clear()
    {
        Attempts.Clear();
        Response = null;
        CacheStatus = CacheStatus.None;
        CacheLastModified = CacheETag = default;
    }
}
