using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;
using Engine.Http.Responses;

namespace Engine.Http.Modules.Compression;

/// <summary>What a filter that compresses does with the head of a response, whatever the coding.</summary>
internal static class CompressedHead
{
    private static readonly ByteString ContentEncoding = ByteString.Copy("Content-Encoding"u8);

    /// <summary>A response of that kind gains by it, and is not in a coding already.</summary>
    public static bool IsWorthIt(HttpRequest request, long minLength, MediaTypes types)
    {
        var response = request.Response;
        return response.Status is 200 or 403 or 404
            && !(response.ContentLength >= 0 && response.ContentLength < minLength)
            && !(request.IsHeaderOnly && request.Method != HttpMethod.Head)
            && types.Match(response.ContentType)
            && response.Fields.ValueOf(KnownField.ContentEncoding).IsEmpty;
    }

    /// <summary>The response will be in that coding: it has no length and no ranges any more, and is not the same byte for byte.</summary>
    public static void Announce(HttpRequest request, ByteString coding)
    {
        var response = request.Response;
        response.Fields.Add(KnownField.ContentEncoding, ContentEncoding, coding);
        response.ClearContentLength();
        response.ClearAcceptRanges();
        response.WeakenETag(request.Arena);
    }
}
