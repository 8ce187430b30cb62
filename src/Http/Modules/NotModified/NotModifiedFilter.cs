using Engine.Http.Filters;
using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.NotModified;

/// <summary>Turns 200 into 304 or 412 as the request's conditions ask (RFC 9110 section 13).</summary>
internal static class NotModifiedFilter
{
    public static ValueTask<HandlerResult> Filter(HttpRequest request, NextHeaderFilter next)
    {
        var response = request.Response;
        if (response.Status != 200 || request.IsSubrequest || response.IgnoresConditions)
            return next.Invoke(request);
        var headers = request.Headers;
        if ((headers.TryGet(KnownField.IfUnmodifiedSince, out var date) && !IsUnmodifiedSince(request, date.Span))
            || (headers.TryGet(KnownField.IfMatch, out var tags) && !EntityTagList.Contains(tags.Span, TagOf(request), isWeak: false)))
        {
            response.Clear();
            return new HandlerResult(412);
        }

        if (IsNotModified(request, headers))
        {
            response.Status = 304;
            response.StatusLine = default;
            response.ContentType = default;
            response.ClearContentLength();
            response.ClearAcceptRanges();
            response.Fields.Remove("Content-Encoding"u8);
        }

        return next.Invoke(request);
    }

    private static bool IsNotModified(HttpRequest request, FieldList headers)
    {
        var hasDate = headers.TryGet(KnownField.IfModifiedSince, out var date);
        var hasTags = headers.TryGet(KnownField.IfNoneMatch, out var tags);
        if (!hasDate && !hasTags)
            return false;
        return (!hasDate || !IsModifiedSince(request, date.Span)) && (!hasTags || EntityTagList.Contains(tags.Span, TagOf(request), isWeak: true));
    }

    private static ReadOnlySpan<byte> TagOf(HttpRequest request) => request.Response.Fields.ValueOf(KnownField.ETag).Span;

    private static bool IsUnmodifiedSince(HttpRequest request, ReadOnlySpan<byte> date) =>
        request.Response.LastModified >= 0 && HttpDate.TryParse(date, out var seconds) && seconds >= request.Response.LastModified;

    private static bool IsModifiedSince(HttpRequest request, ReadOnlySpan<byte> date)
    {
        var modified = request.Response.LastModified;
        var mode = request.Location.Core.IfModifiedSince.Value;
        if (modified < 0 || mode == IfModifiedSince.Off || !HttpDate.TryParse(date, out var seconds))
            return true;
        return seconds != modified && (mode == IfModifiedSince.Exact || seconds < modified);
    }
}
