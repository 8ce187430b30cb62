using Engine.Core.Buffers;
using Engine.Http.Filters;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Responses whose body is a short text.</summary>
public static class TextResponse
{
    /// <summary>
    /// Sends status and text as nginx's ngx_http_send_response: for a redirect the text is the Location. The type is that of the URI's
    /// extension unless <paramref name="contentType"/> is given.
    /// </summary>
    public static ValueTask<HandlerResult> Send(HttpRequest request, int status, ByteString text, ByteString contentType = default)
    {
        var discarded = request.Body.StartDiscard();
        if (discarded != HandlerResult.Ok)
            return discarded;
        if (status is 301 or 302 or 303 or 307 or 308)
        {
            request.Response.SetField("Location"u8, text, request.Arena);
            return new HandlerResult(status);
        }

        request.Response.Status = status;
        request.Response.ContentLength = text.Length;
        if (contentType.IsEmpty)
            ContentTypes.SetByExtension(request);
        else
            request.Response.ContentType = contentType;
        return request.Send(new OutputBuffer(text.Memory, last: true));
    }
}
