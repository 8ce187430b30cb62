using Engine.Core.Buffers;
using Engine.Http.Filters;
using Engine.Http.Modules.Core;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Responses that consist of a status: what <c>error_page</c> puts in their place, or nginx's own page.</summary>
internal static class SpecialResponse
{
    private static readonly ByteString Get = ByteString.Copy("GET"u8);

    /// <summary>Answers with <paramref name="status"/>. Restart when an error page is to be produced by the phases.</summary>
    public static ValueTask<HandlerResult> Send(HttpRequest request, int status)
    {
        request.ErrorStatus = VisibleStatus(status);
        if (status is 400 or 413 or 414 or 495 or 496 or 497 or 500 or 501)
            request.Main.KeepAlive = false;
        request.Response.ContentType = default;
        request.Response.Charset = default;
        return FindErrorPage(request, status) is { } page ? SendErrorPage(request, page) : SendBuiltIn(request, status);
    }

    private static ErrorPage? FindErrorPage(HttpRequest request, int status)
    {
        var core = request.Location.Core;
        if (request.IsErrorPage || !core.ErrorPages.IsSet || request.RemainingUriChanges == 0)
            return null;
        // Even when no page is for this status: an error of what answers now gets none (as nginx).
        request.IsErrorPage = !core.RecursiveErrorPages.Value;
        foreach (var page in core.ErrorPages.Value)
        {
            if (page.Status == status)
                return page;
        }

        return null;
    }

    private static ValueTask<HandlerResult> SendErrorPage(HttpRequest request, ErrorPage page)
    {
        // The client hears of the error before it has sent a body that nobody needs.
        if (page.Overwrite is not (0 or 200))
            request.ExpectsContinue = false;
        if (page.Overwrite >= 0)
            request.ErrorStatus = page.Overwrite;
        var target = page.Target.Evaluate(request);
        request.Response.ClearContentLength();
        if (target.Span is [(byte)'/', ..])
            return RedirectTo(request, page, target);
        if (target.Span is [(byte)'@', ..])
            return Redirected(request, request.RedirectToNamedLocation(target));
        request.ErrorStatus = page.Overwrite is 301 or 302 or 303 or 307 or 308 ? page.Overwrite : 302;
        request.Response.SetField("Location"u8, target, request.Arena);
        return SendBuiltIn(request, request.ErrorStatus);
    }

    private static ValueTask<HandlerResult> RedirectTo(HttpRequest request, ErrorPage page, ByteString target)
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

    /// <summary>A redirect that goes in circles ends with the built-in page.</summary>
    private static ValueTask<HandlerResult> Redirected(HttpRequest request, HandlerResult result)
    {
        if (result == HandlerResult.Restart)
            return result;
        request.ErrorStatus = result.Code;
        request.Main.KeepAlive = false;
        return SendBuiltIn(request, result.Code);
    }

    private static ValueTask<HandlerResult> SendBuiltIn(HttpRequest request, int status)
    {
        request.ExpectsContinue = false;
        if (request.Body.StartDiscard() != HandlerResult.Ok)
            request.Main.KeepAlive = false;
        var core = request.Location.Core;
        if (status is 301 or 302 && core.MsieRefresh.Value && Browsers.IsMsie(request))
            return RefreshPage.Send(request);
        Clear(request.Response);
        var response = request.Response;
        response.Status = VisibleStatus(status);
        if (ErrorPages.PageOf(status) is not { } page)
        {
            response.ContentLength = 0;
            return request.Send(OutputBuffer.End);
        }

        var isPadded = status >= 400 && request.Version >= 1000 && core.MsiePadding.Value && (Browsers.IsMsie(request) || Browsers.IsChrome(request));
        var body = page.BodyFor(core.ServerTokens.Value, isPadded);
        response.ContentType = ErrorPages.ContentType;
        response.ContentLength = body.Length;
        return request.Send(new OutputBuffer(body, last: true));
    }

    /// <summary>What described the body that was to be sent.</summary>
    internal static void Clear(ResponseHeaders response)
    {
        response.StatusLine = default;
        response.ClearContentLength();
        response.ClearLastModified();
        response.ClearETag();
        response.ClearAcceptRanges();
        response.Fields.Remove("Content-Encoding"u8);
    }

    /// <summary>nginx's internal statuses show as 400.</summary>
    private static int VisibleStatus(int status) => status is >= 494 and <= 497 ? 400 : status;
}
