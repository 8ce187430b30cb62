using Engine.Core.Buffers;
using Engine.Core.Modules;
using Engine.Http.Filters;
using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Responses that consist of a status: what <c>error_page</c> puts in their place, or nginx's own page.</summary>
internal static class SpecialResponse
{
    /// <summary>Answers with <paramref name="status"/>. Restart when an error page is to be produced by the phases.</summary>
    public static ValueTask<HandlerResult> Send(HttpRequest request, int status)
    {
        if (status is 400 or 413 or 414 or 494 or 495 or 496 or 497 or 500 or 501)
            request.Main.KeepAlive = false;
        request.Response.ContentType = default;
        request.Response.Charset = default;
        if (FindErrorPage(request, status) is { } page)
            return SendErrorPage(request, page, status);
        return SendBuiltIn(request, status);
    }

    private static ErrorPage? FindErrorPage(HttpRequest request, int status)
    {
        var core = request.Location.Core;
        if (!core.ErrorPages.IsSet || (request.IsErrorPage && !core.RecursiveErrorPages.Value) || request.RemainingUriChanges == 0)
            return null;
        foreach (var page in core.ErrorPages.Value)
        {
            if (page.Status == status)
                return page;
        }

        return null;
    }

    private static ValueTask<HandlerResult> SendErrorPage(HttpRequest request, ErrorPage page, int status)
    {
        request.IsErrorPage = true;
        var target = page.Target.Evaluate(request);
        request.ErrorStatus = page.Overwrite >= 0 ? page.Overwrite : VisibleStatus(status);
        request.Response.ClearContentLength();
        if (target.Span is [(byte)'/', ..])
        {
            var arguments = page.Arguments;
            if (!page.Target.IsConstant && target.Span.IndexOf((byte)'?') is >= 0 and var question)
            {
                arguments = target.Slice(question + 1);
                target = target.Slice(0, question);
            }

            if (request.Method != HttpMethod.Head)
            {
                request.Method = HttpMethod.Get;
                request.MethodName = Get;
            }

            return Redirected(request, request.RedirectInternally(target, arguments));
        }

        if (target.Span is [(byte)'@', ..])
            return Redirected(request, request.RedirectToNamedLocation(target));
        request.ErrorStatus = page.Overwrite is 301 or 302 or 303 or 307 or 308 ? page.Overwrite : 302;
        request.Response.SetField("Location"u8, target, request.Arena);
        return SendBuiltIn(request, request.ErrorStatus);
    }

    private static readonly ByteString Get = ByteString.Copy("GET"u8);

    /// <summary>A redirect that goes in circles ends with the built-in page.</summary>
    private static ValueTask<HandlerResult> Redirected(HttpRequest request, HandlerResult result) =>
        result == HandlerResult.Restart ? result : Failed(request, result.Code);

    private static ValueTask<HandlerResult> Failed(HttpRequest request, int status)
    {
        request.ErrorStatus = 0;
        request.Main.KeepAlive = false;
        return SendBuiltIn(request, status);
    }

    private static ValueTask<HandlerResult> SendBuiltIn(HttpRequest request, int status)
    {
        var response = request.Response;
        var page = ErrorPages.PageOf(status);
        response.Status = VisibleStatus(status);
        response.StatusLine = default;
        response.LastModified = -1;
        response.ClearETag();
        response.ClearAcceptRanges();
        response.Fields.Remove("Content-Length"u8);
        response.Fields.Remove("Content-Encoding"u8);
        if (page is null)
        {
            response.ContentLength = status is 204 or 304 ? -1 : 0;
            request.IsHeaderOnly |= status == 204;
            return request.Send(OutputBuffer.End);
        }

        var body = page.BodyFor(request.Location.Core.ServerTokens.Value);
        response.ContentType = ErrorPages.ContentType;
        response.ContentLength = body.Length;
        return request.Send(new OutputBuffer(body, last: true));
    }

    /// <summary>nginx's internal statuses show as 400.</summary>
    private static int VisibleStatus(int status) => status is >= 494 and <= 497 ? 400 : status;
}
