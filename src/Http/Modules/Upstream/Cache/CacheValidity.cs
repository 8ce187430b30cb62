using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>What a response says of being cached: X-Accel-Expires before Cache-Control before Expires (RFC 9111; nginx's order).</summary>
internal struct CacheValidity
{
    /// <summary>Until when it is valid, seconds since 1970; 0 when it does not say.</summary>
    public long ValidSeconds;

    /// <summary>stale-while-revalidate</summary>
    public long UpdatingSeconds;

    /// <summary>stale-if-error</summary>
    public long ErrorSeconds;

    /// <summary>It must not be cached.</summary>
    public bool IsForbidden;

    /// <summary>The names of the request's fields that it depends on, joined by commas.</summary>
    public ByteString Vary;

    public static CacheValidity Of(UpstreamRequest upstream)
    {
        var validity = default(CacheValidity);
        var ignored = upstream.Conf.IgnoredFields.Value;
        var fields = upstream.Response.Fields;
        var now = upstream.Request.Loop.Clock.UnixSeconds;
        if ((ignored & IgnoredFields.XAccelExpires) == 0)
            validity.TakeAccelExpires(fields.ValueOf(KnownField.XAccelExpires).Span, now);
        var isDecided = validity.ValidSeconds != 0;
        if ((ignored & IgnoredFields.CacheControl) == 0)
            validity.TakeCacheControl(fields, now, isDecided);
        if (validity.ValidSeconds == 0 && (ignored & IgnoredFields.Expires) == 0 && fields.TryGet(KnownField.Expires, out var expires))
            validity.TakeExpires(expires.Span, now);
        if ((ignored & IgnoredFields.SetCookie) == 0 && fields.Has(KnownField.SetCookie))
            validity.IsForbidden = true;
        if ((ignored & IgnoredFields.Vary) == 0)
            validity.TakeVary(upstream);
        return validity;
    }

    /// <summary>"60", or "@1234567890"; 0 forbids caching.</summary>
    private void TakeAccelExpires(ReadOnlySpan<byte> text, long now)
    {
        var isAbsolute = text is [(byte)'@', ..];
        if (!CacheControl.TryTakeNumber(isAbsolute ? text[1..] : text, out var seconds, out var rest) || !rest.IsEmpty)
            return;
        if (isAbsolute)
            ValidSeconds = seconds;
        else if (seconds == 0)
            IsForbidden = true;
        else
            ValidSeconds = now + seconds;
    }

    private void TakeCacheControl(FieldList fields, long now, bool isDecided)
    {
        for (var i = fields.IndexOf(KnownField.CacheControl); i >= 0 && i < fields.Count; i++)
        {
            if (fields[i].Known != KnownField.CacheControl)
                continue;
            var text = fields[i].Value.Span;
            if (!isDecided && !TakeAge(text, now))
                IsForbidden = true;
            if (CacheControl.TryFind(text, "stale-while-revalidate="u8, out var updating))
                UpdatingSeconds = ErrorSeconds = updating;
            if (CacheControl.TryFind(text, "stale-if-error="u8, out var error))
                ErrorSeconds = error;
        }
    }

    /// <summary>False when the line forbids caching, or can't be understood.</summary>
    private bool TakeAge(ReadOnlySpan<byte> text, long now)
    {
        if (CacheControl.Contains(text, "no-cache"u8) || CacheControl.Contains(text, "no-store"u8) || CacheControl.Contains(text, "private"u8))
            return false;
        if (!CacheControl.TryFind(text, "s-maxage="u8, out var seconds) && !CacheControl.TryFind(text, "max-age="u8, out seconds))
            return true;
        if (seconds > 0)
            ValidSeconds = now + seconds;
        return seconds > 0;
    }

    private void TakeExpires(ReadOnlySpan<byte> text, long now)
    {
        if (HttpDate.TryParse(text, out var seconds) && seconds >= now)
            ValidSeconds = seconds;
        else
            IsForbidden = true;
    }

    /// <summary>"*" is a response for nobody else (RFC 9111, 4.1).</summary>
    private void TakeVary(UpstreamRequest upstream)
    {
        var fields = upstream.Response.Fields;
        if (!fields.Has(KnownField.Vary))
            return;
        Vary = fields.Join("Vary"u8, ","u8, upstream.Request.Arena);
        var text = Vary.Span;
        IsForbidden |= text.Length > CacheFileHeader.MaxVary;
        foreach (var range in text.Split((byte)','))
            IsForbidden |= text[range].Trim(" \t"u8).SequenceEqual("*"u8);
    }
}
