using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Gzip;

/// <summary>Whether a client may get a compressed response; shared by those that compress and those that have files ready.</summary>
internal static class GzipPolicy
{
    public static bool Allows(HttpRequest request)
    {
        var conf = GzipConf.Slot.Of(request);
        return !request.IsSubrequest
            && request.Headers.TryGet(KnownField.AcceptEncoding, out var accepted) && AcceptEncoding.Allows(accepted.Span, "gzip"u8)
            && request.Version >= conf.HttpVersion.Value
            && !(conf.DisablesMsie6.Value && Browsers.IsMsie6(request))
            && (!request.Headers.Has(KnownField.Via) || AllowsProxy(request, conf.Proxied.Value))
            && !IsDisabled(request, conf);
    }

    private static bool AllowsProxy(HttpRequest request, GzipProxied allowed)
    {
        if ((allowed & GzipProxied.Off) != 0)
            return false;
        if ((allowed & GzipProxied.Any) != 0 || ((allowed & GzipProxied.Auth) != 0 && request.Headers.Has(KnownField.Authorization)))
            return true;
        var fields = request.Response.Fields;
        if (fields.TryGet(KnownField.Expires, out var expires))
            return (allowed & GzipProxied.Expired) != 0 && IsExpired(request, expires.Span);
        if (fields.Has(KnownField.CacheControl))
            return IsUncacheable(fields, allowed);
        return !((allowed & GzipProxied.NoLastModified) != 0 && fields.Has(KnownField.LastModified))
            && !((allowed & GzipProxied.NoETag) != 0 && fields.Has(KnownField.ETag));
    }

    private static bool IsExpired(HttpRequest request, ReadOnlySpan<byte> expires)
    {
        var now = request.Loop.Clock.UnixSeconds;
        if (request.Response.Fields.TryGet(KnownField.Date, out var date) && !HttpDate.TryParse(date.Span, out now))
            return false;
        return HttpDate.TryParse(expires, out var seconds) && seconds < now;
    }

    private static bool IsUncacheable(FieldList fields, GzipProxied allowed) =>
        ((allowed & GzipProxied.NoCache) != 0 && HasToken(fields, "no-cache"u8))
        || ((allowed & GzipProxied.NoStore) != 0 && HasToken(fields, "no-store"u8))
        || ((allowed & GzipProxied.Private) != 0 && HasToken(fields, "private"u8));

    private static bool HasToken(FieldList fields, ReadOnlySpan<byte> token)
    {
        foreach (var field in fields.Span)
        {
            if (field.Known == KnownField.CacheControl && TokenList.Contains(field.Value.Span, token))
                return true;
        }

        return false;
    }

    private static bool IsDisabled(HttpRequest request, GzipConf conf)
    {
        if (conf.Disabled.Count == 0 || !request.Headers.TryGet(KnownField.UserAgent, out var agent))
            return false;
        foreach (var pattern in conf.Disabled)
        {
            if (pattern.IsMatch(agent.Span))
                return true;
        }

        return false;
    }
}
