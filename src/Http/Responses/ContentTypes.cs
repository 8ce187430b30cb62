using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Media types from file names (<c>types</c>, <c>default_type</c>).</summary>
public static class ContentTypes
{
    /// <summary>Sets Content-Type by the extension of the request's URI, unless it is set.</summary>
    public static void SetByExtension(HttpRequest request)
    {
        if (!request.Response.ContentType.IsEmpty)
            return;
        var core = request.Location.Core;
        request.Response.ContentType = core.Types.TryFind(ExtensionOf(request.Uri.Span), out var type) ? type : core.DefaultType.Value;
    }

    /// <summary>What follows the last dot of the last segment.</summary>
    public static ReadOnlySpan<byte> ExtensionOf(ReadOnlySpan<byte> uri)
    {
        var at = uri.LastIndexOfAny((byte)'.', (byte)'/');
        return at >= 0 && uri[at] == '.' ? uri[(at + 1)..] : default;
    }
}
