namespace Engine.Http.Modules.Upstream;

/// <summary>Why an attempt failed, and the failures after which the next peer is tried (<c>proxy_next_upstream</c>).</summary>
[Flags]
public enum NextUpstream
{
    None = 0,
    Error = 1 << 1,
    Timeout = 1 << 2,
    InvalidHeader = 1 << 3,
    Http500 = 1 << 4,
    Http502 = 1 << 5,
    Http503 = 1 << 6,
    Http504 = 1 << 7,
    Http403 = 1 << 8,
    Http404 = 1 << 9,
    Http429 = 1 << 10,

    /// <summary>The request may have done something already: POST, LOCK, PATCH.</summary>
    NonIdempotent = 1 << 11,

    /// <summary>For caches: not a failure of an attempt.</summary>
    Updating = 1 << 12,

    /// <summary>There is no peer to try.</summary>
    NoLive = 1 << 13,

    Off = 1 << 14,

    /// <summary>The attempt is not over yet.</summary>
    Unknown = 1 << 15,
}

internal static class NextUpstreamWords
{
    public static readonly (string, NextUpstream)[] Words =
    [
        ("error", NextUpstream.Error), ("timeout", NextUpstream.Timeout), ("invalid_header", NextUpstream.InvalidHeader),
        ("non_idempotent", NextUpstream.NonIdempotent), ("http_500", NextUpstream.Http500), ("http_502", NextUpstream.Http502),
        ("http_503", NextUpstream.Http503), ("http_504", NextUpstream.Http504), ("http_403", NextUpstream.Http403),
        ("http_404", NextUpstream.Http404), ("http_429", NextUpstream.Http429), ("updating", NextUpstream.Updating), ("off", NextUpstream.Off),
    ];

    /// <summary>The failure that a response's status is, if the directive says so.</summary>
    public static NextUpstream OfStatus(int status) => status switch
    {
        500 => NextUpstream.Http500,
        502 => NextUpstream.Http502,
        503 => NextUpstream.Http503,
        504 => NextUpstream.Http504,
        403 => NextUpstream.Http403,
        404 => NextUpstream.Http404,
        429 => NextUpstream.Http429,
        _ => NextUpstream.None,
    };

    /// <summary>The status that a failure gives the client.</summary>
    public static int StatusOf(NextUpstream failure) => failure switch
    {
        NextUpstream.Timeout or NextUpstream.Http504 => 504,
        NextUpstream.Http500 => 500,
        NextUpstream.Http503 => 503,
        NextUpstream.Http403 => 403,
        NextUpstream.Http404 => 404,
        NextUpstream.Http429 => 429,
        _ => 502,
    };
}

/// <summary>Fields of a response that are not acted upon (<c>proxy_ignore_headers</c>).</summary>
[Flags]
public enum IgnoredFields
{
    None = 0,
    XAccelRedirect = 1,
    XAccelExpires = 2,
    XAccelLimitRate = 4,
    XAccelBuffering = 8,
    XAccelCharset = 16,
    Expires = 32,
    CacheControl = 64,
    SetCookie = 128,
    Vary = 256,
}
