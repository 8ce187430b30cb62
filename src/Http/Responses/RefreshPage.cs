using Engine.Core.Buffers;
using Engine.Http.Filters;
using Engine.Http.Parsing;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>A page that refreshes to the Location of a redirect, for old browsers (<c>msie_refresh</c>).</summary>
internal static class RefreshPage
{
    public static ValueTask<HandlerResult> Send(HttpRequest request)
    {
        var response = request.Response;
        var target = request.Arena.Escape(response.Fields.ValueOf(KnownField.Location), EscapeKind.Refresh);
        var page = request.Arena.Concat("<html><head><meta http-equiv=\"Refresh\" content=\"0; URL="u8, target.Span);
        page = request.Arena.Concat(page.Span, "\"></head><body></body></html>\r\n"u8);
        SpecialResponse.Clear(response);
        response.Fields.Remove("Location"u8);
        request.ErrorStatus = 200;
        response.ContentType = ErrorPages.ContentType;
        response.ContentLength = page.Length;
        return request.Send(new OutputBuffer(page.Memory, last: true));
    }
}
