using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Srcache;

/// <summary>Whether a response may be stored, and for how long; asked when its head is sent. A refusal is a line in a debug log.</summary>
internal static class StorePolicy
{
    /// <param name="expire">Seconds that the response is to stay in the cache.</param>
    public static bool Allows(HttpRequest request, SrcacheConf conf, out long expire)
    {
        expire = -1;
        return AllowsRequest(request, conf) && AllowsSkip(request, conf) && AllowsStatus(request, conf)
            && AllowsEncoding(request, conf) && AllowsCacheControl(request, conf, out expire);
    }

    /// <summary>Asked again when the body has ended: what it depends on may have come with the body.</summary>
    public static bool AllowsSkip(HttpRequest request, SrcacheConf conf)
    {
        if (!SrcacheConf.IsTrue(conf.StoreSkip.Value, request, out var skip))
            return true;
        request.Log.Write(LogLevel.Debug, request, $"srcache_store skipped due to the true value in srcache_store_skip: \"{skip}\"");
        return false;
    }

    private static bool AllowsRequest(HttpRequest request, SrcacheConf conf)
    {
        // The response to HEAD has no body that could be stored.
        if (request.Method == HttpMethod.Head || (request.Method & conf.Methods.Value) == 0)
        {
            request.Log.Write(LogLevel.Debug, request, $"srcache_store skipped due to request method {request.MethodName}");
            return false;
        }

        if (!conf.RequestCacheControl.Value || !CacheControl.Has(request.Headers, KnownField.CacheControl, "no-store"u8))
            return true;
        request.Log.Write(LogLevel.Debug, request, $"srcache_store skipped due to request header \"Cache-Control: no-store\"");
        return false;
    }

    private static bool AllowsStatus(HttpRequest request, SrcacheConf conf)
    {
        var status = request.Response.Status;
        if (Array.IndexOf(conf.StoreStatuses.Value, status) >= 0)
            return true;
        request.Log.Write(LogLevel.Debug, request, $"srcache_store bypassed because of unmatched status code {status}");
        return false;
    }

    private static bool AllowsEncoding(HttpRequest request, SrcacheConf conf)
    {
        var encoding = request.Response.Fields.ValueOf(KnownField.ContentEncoding);
        if (encoding.IsEmpty || conf.IgnoreContentEncoding.Value)
            return true;
        request.Log.Write(
            LogLevel.Warn,
            request,
            $"srcache_store skipped due to response header \"Content-Encoding: {encoding}\" (maybe you forgot to disable compression on the backend?)");
        return false;
    }

    private static bool AllowsCacheControl(HttpRequest request, SrcacheConf conf, out long expire)
    {
        expire = conf.DefaultExpire.Value;
        if (conf.ResponseCacheControl.Value)
        {
            if (IsForbidden(request.Response.Fields, conf))
            {
                request.Log.Write(LogLevel.Debug, request, $"srcache_store skipped due to response header Cache-Control");
                return false;
            }

            expire = AgeOf(request) ?? expire;
            if (expire < 0)
            {
                request.Log.Write(LogLevel.Debug, request, $"srcache_store skipped: the response is no longer valid");
                return false;
            }
        }

        if (conf.MaxExpire.Value > 0)
            expire = Math.Min(expire, conf.MaxExpire.Value);
        return true;
    }

    private static bool IsForbidden(FieldList fields, SrcacheConf conf) => fields.Has(KnownField.CacheControl)
        && ((!conf.StorePrivate.Value && CacheControl.Has(fields, KnownField.CacheControl, "private"u8))
            || (!conf.StoreNoStore.Value && CacheControl.Has(fields, KnownField.CacheControl, "no-store"u8))
            || (!conf.StoreNoCache.Value && CacheControl.Has(fields, KnownField.CacheControl, "no-cache"u8)));

    /// <summary>Seconds that the response says it is valid; -1 when it is not any more, null when it does not say.</summary>
    private static long? AgeOf(HttpRequest request)
    {
        var fields = request.Response.Fields;
        var age = MaxAge(fields);
        if (age < 0)
        {
            if (!fields.TryGet(KnownField.Expires, out var expires))
                return null;
            age = HttpDate.TryParse(expires.Span, out var until) ? until - request.Loop.Clock.UnixSeconds : 0;
        }

        return age > 0 ? age : -1;
    }

    /// <summary>The seconds of the first "max-age="; -1 when there is none, 0 too when they are not a number.</summary>
    private static long MaxAge(FieldList fields)
    {
        foreach (var field in fields.Span)
        {
            if (field.Known == KnownField.CacheControl && CacheControl.TryFind(field.Value.Span, "max-age="u8, out var seconds))
                return Math.Max(seconds, 0);
        }

        return -1;
    }
}
