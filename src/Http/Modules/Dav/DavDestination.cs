using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Dav;

/// <summary>The Destination field (RFC 4918 section 10.3): a path, or a URI of this server.</summary>
internal static class DavDestination
{
    public static bool TryRead(HttpRequest request, out ByteString uri)
    {
        uri = default;
        if (!request.Headers.TryGet(KnownField.Destination, out var field))
        {
            request.Log.Write(LogLevel.Error, request, $"client sent no \"Destination\" header");
            return false;
        }

        if (TryFindPath(request, field, out var isForeign, out var path) && TryNormalize(request, path, out uri) && IsInside(request, uri))
            return true;
        if (isForeign)
            request.Log.Write(LogLevel.Error, request, $"\"Destination\" URI \"{field}\" is handled by different repository than the source URI");
        else
            request.Log.Write(LogLevel.Error, request, $"client sent invalid \"Destination\" header: \"{field}\"");
        return false;
    }

    private static bool TryFindPath(HttpRequest request, ByteString field, out bool isForeign, out ByteString path)
    {
        isForeign = false;
        path = field;
        if (field.Span is [(byte)'/', ..])
            return true;
        var scheme = request.Connection.IsTls ? "https://"u8 : "http://"u8;
        if (request.Host.IsEmpty || !field.Span.StartsWith(scheme))
            return false;
        var authority = field.Slice(scheme.Length);
        isForeign = authority.Length < request.Host.Length || !authority.Slice(0, request.Host.Length).EqualsIgnoreCase(request.Host.Span);
        var slash = authority.Span.IndexOf((byte)'/');
        if (isForeign || slash < request.Host.Length)
            return false;
        // Behind the host only a port may come: "localhost.evil" is another one.
        isForeign = authority.Span[request.Host.Length] is not ((byte)'/' or (byte)':');
        path = authority.Slice(slash);
        return !isForeign;
    }

    private static bool TryNormalize(HttpRequest request, ByteString path, out ByteString uri)
    {
        var normalized = request.Arena.Allocate(path.Length, out var bytes);
        var isValid = RequestTarget.TryNormalize(path.Span, request.Server.Core.MergeSlashes.Value, bytes, out var length);
        uri = isValid ? normalized.Slice(0, length) : default;
        return isValid;
    }

    /// <summary>An alias stands for URIs that begin with the location's name, and for no others.</summary>
    private static bool IsInside(HttpRequest request, ByteString uri)
    {
        var core = request.Location.Core;
        if (!core.Alias.IsSet)
            return true;
        var aliased = PathMapper.AliasedLength(request.Location, core);
        return aliased >= 0 && uri.Length >= aliased && request.Uri.Length >= aliased
            && uri.Span[..aliased].SequenceEqual(request.Uri.Span[..aliased])
            && !PathMapper.MapFile(request, uri).IsImpossible;
    }
}
