using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Upstream;

/// <summary>From an upstream's head to the client's: which fields go on, which are acted upon.</summary>
internal static class ResponseFields
{
    private static readonly ByteString DateName = ByteString.Copy("Date"u8);
    private static readonly ByteString ServerName = ByteString.Copy("Server"u8);

    /// <summary>X-Accel-Limit-Rate: bytes per second, in place of <c>limit_rate</c>.</summary>
    public static void TakeRate(UpstreamRequest upstream)
    {
        if ((upstream.Conf.IgnoredFields.Value & IgnoredFields.XAccelLimitRate) == 0 && upstream.Response.Fields.TryGet(KnownField.XAccelLimitRate, out var rate)
            && !rate.IsEmpty && !rate.Span.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            LimitRate.ResponseRate.Set(upstream.Request, rate);
    }

    /// <summary>The internal redirect that X-Accel-Redirect asks for; null when it asks for none.</summary>
    public static HandlerResult? FindRedirect(UpstreamRequest upstream)
    {
        if ((upstream.Conf.IgnoredFields.Value & IgnoredFields.XAccelRedirect) != 0 || !upstream.Response.Fields.TryGet(KnownField.XAccelRedirect, out var target))
            return null;
        var request = upstream.Request;
        foreach (var field in upstream.Response.Fields.Span)
        {
            if (SurvivesRedirect(field.Known) && !upstream.Conf.Hidden.Contains(field))
                Copy(upstream, field);
        }

        return target.Span is [(byte)'@', ..] ? request.RedirectToNamedLocation(target) : RedirectTo(request, target);
    }

    /// <summary>An error page of the server answers instead (<c>proxy_intercept_errors</c>).</summary>
    public static bool MustIntercept(UpstreamRequest upstream)
    {
        var request = upstream.Request;
        var status = upstream.Response.Status;
        var core = request.Location.Core;
        if (status == 404 && upstream.Conf.InterceptsNotFound)
            return true;
        if (status < 300 || !upstream.Conf.InterceptErrors.Value || !HasErrorPage(core, status))
            return false;
        if (status == 401)
        {
            foreach (var field in upstream.Response.Fields.Span)
            {
                if (field.Known == KnownField.WWWAuthenticate)
                    request.Response.Fields.Add(field.Known, field.Name, field.Value);
            }
        }

        return true;
    }

    private static bool HasErrorPage(CoreLocationConf core, int status)
    {
        if (!core.ErrorPages.IsSet)
            return false;
        foreach (var page in core.ErrorPages.Value)
        {
            if (page.Status == status)
                return true;
        }

        return false;
    }

    /// <summary>Gives the client's response status, length and fields.</summary>
    public static void CopyToClient(UpstreamRequest upstream)
    {
        var response = upstream.Request.Response;
        response.Status = upstream.Response.Status;
        // The usual phrase needs no line of its own.
        if (!upstream.Response.StatusText.Span.SequenceEqual(StatusLines.TextOf(response.Status)))
            response.StatusLine = upstream.Response.StatusText;
        response.ContentLength = upstream.Response.ContentLength;
        response.ContentType = default;
        // What the client asked on conditions was answered by the upstream, unless a cache did, or will.
        response.IgnoresConditions = !upstream.IsCacheable;
        var hidden = upstream.Conf.Hidden;
        foreach (var field in upstream.Response.Fields.Span)
        {
            if (!hidden.Contains(field))
                Copy(upstream, field);
        }

        // Who passes these on passes on as well that there are none.
        if (upstream.Protocol.IsHttp && upstream.Conf.PassesDate && !upstream.Response.Fields.Has(KnownField.Date))
            response.Fields.Add(KnownField.Date, DateName, default);
        if (upstream.Protocol.IsHttp && upstream.Conf.PassesServer && !upstream.Response.Fields.Has(KnownField.Server))
            response.Fields.Add(KnownField.Server, ServerName, default);
        if (upstream.Conf.ForceRanges.Value)
        {
            response.Fields.Remove("Accept-Ranges"u8);
            response.AllowsRanges = true;
            response.AllowsSingleRangeOnly = !upstream.IsFromCache;
        }

        if ((upstream.Conf.IgnoredFields.Value & IgnoredFields.XAccelCharset) == 0 && upstream.Response.Fields.TryGet(KnownField.XAccelCharset, out var charset))
            response.OverrideCharset = charset;
    }

    /// <summary>Whether the response is read as fast as it comes: the configuration decides, or X-Accel-Buffering.</summary>
    public static bool IsBuffered(UpstreamRequest upstream)
    {
        if ((upstream.Conf.IgnoredFields.Value & IgnoredFields.XAccelBuffering) == 0 && upstream.Response.Fields.TryGet(KnownField.XAccelBuffering, out var word))
        {
            if (word.EqualsIgnoreCase("yes"u8))
                return true;
            if (word.EqualsIgnoreCase("no"u8))
                return false;
        }

        return upstream.Conf.Buffering.Value;
    }

    private static void Copy(UpstreamRequest upstream, in HeaderField field)
    {
        var response = upstream.Request.Response;
        switch (field.Known)
        {
            case KnownField.ContentType:
                response.ContentType = field.Value;
                break;
            case KnownField.ContentLength or KnownField.TransferEncoding or KnownField.Connection or KnownField.KeepAlive:
                // Of the connection, or computed anew.
                break;
            case KnownField.LastModified when HttpDate.TryParse(field.Value.Span, out var time):
                response.LastModified = time;
                break;
            case KnownField.Location or KnownField.Refresh or KnownField.SetCookie:
                response.Fields.Add(field.Known, field.Name, upstream.Protocol.RewriteField(upstream, field));
                break;
            case KnownField.AcceptRanges when upstream.IsCacheable:
                response.AllowsRanges = true;
                response.AllowsSingleRangeOnly = !upstream.IsFromCache;
                break;
            default:
                response.Fields.Add(field.Known, field.Name, field.Value);
                break;
        }
    }

    private static bool SurvivesRedirect(KnownField field) => field is KnownField.ContentType or KnownField.SetCookie
        or KnownField.ContentDisposition or KnownField.CacheControl or KnownField.Expires or KnownField.AcceptRanges;

    private static readonly ByteString Get = ByteString.Copy("GET"u8);

    private static HandlerResult RedirectTo(HttpRequest request, ByteString target)
    {
        var path = request.Arena.Allocate(Math.Max(1, target.Length), out var bytes);
        if (!RequestTarget.TryParseInternal(target.Span, bytes, out var length, out var arguments))
        {
            request.Log.Write(LogLevel.Error, request, $"unsafe URI \"{target}\" was detected");
            return 404;
        }

        if (request.Method != HttpMethod.Head)
        {
            request.Method = HttpMethod.Get;
            request.MethodName = Get;
        }

        return request.RedirectInternally(path.Slice(0, length), target.Slice(arguments.Start, arguments.Length));
    }
}
