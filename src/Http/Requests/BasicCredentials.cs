using Engine.Core.Buffers;
using Engine.Core.Text;
using Engine.Http.Parsing;

namespace Engine.Http.Requests;

/// <summary>User name and password of an Authorization field (RFC 7617).</summary>
internal static class BasicCredentials
{
    public static bool TryRead(HttpRequest request, out ByteString user, out ByteString password)
    {
        user = password = default;
        if (!request.Headers.TryGet(KnownField.Authorization, out var field) || field.Length < 7 || !field.Slice(0, 6).EqualsIgnoreCase("Basic "u8))
            return false;
        var encoded = field.Span[6..].Trim((byte)' ');
        var decoded = request.Arena.Allocate(encoded.Length, out var bytes);
        var length = Base64Text.Decode(encoded, bytes, Base64Text.Standard);
        if (length < 0)
            return false;
        var colon = decoded.Slice(0, length).Span.IndexOf((byte)':');
        // Without a name there is nobody, as in nginx.
        if (colon <= 0)
            return false;
        user = decoded.Slice(0, colon);
        password = decoded.Slice(colon + 1, length - colon - 1);
        return true;
    }
}
