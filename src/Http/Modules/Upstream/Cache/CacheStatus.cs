using Engine.Core.Buffers;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>What the cache did for a request: <c>$upstream_cache_status</c>.</summary>
public enum CacheStatus
{
    /// <summary>No cache was asked.</summary>
    None,
    Miss,
    Bypass,
    Expired,
    Stale,
    Updating,
    Revalidated,
    Hit,
}

internal static class CacheStatusWords
{
    private static readonly ByteString[] Words =
    [
        default, ByteString.Copy("MISS"u8), ByteString.Copy("BYPASS"u8), ByteString.Copy("EXPIRED"u8), ByteString.Copy("STALE"u8),
        ByteString.Copy("UPDATING"u8), ByteString.Copy("REVALIDATED"u8), ByteString.Copy("HIT"u8),
    ];

    public static ByteString Of(CacheStatus status) => Words[(int)status];
}
