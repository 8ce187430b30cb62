using Engine.Core.Buffers;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Makes a Location that begins with "/" absolute (<c>absolute_redirect</c>, <c>server_name_in_redirect</c>, <c>port_in_redirect</c>).</summary>
internal static class AbsoluteRedirect
{
    public static ByteString Make(HttpRequest request, ByteString location)
    {
        var core = request.Location.Core;
        if (!core.AbsoluteRedirect.Value || location.Span is not [(byte)'/', ..] || location.Span.StartsWith("//"u8))
            return location;
        var arena = request.Arena;
        var isTls = request.Connection.IsTls;
        var result = arena.Concat(isTls ? "https://"u8 : "http://"u8, HostOf(request).Span);
        var port = request.Connection.Local.Port;
        if (core.PortInRedirect.Value && port != 0 && port != (isTls ? 443 : 80))
        {
            result = arena.Concat(result.Span, ":"u8);
            result = arena.Concat(result.Span, arena.Format(port).Span);
        }

        return arena.Concat(result.Span, location.Span);
    }

    private static ByteString HostOf(HttpRequest request)
    {
        if (request.Location.Core.ServerNameInRedirect.Value && !request.Server.Name.IsEmpty)
            return request.Server.Name;
        if (!request.Host.IsEmpty)
            return request.Host;
        Span<byte> text = stackalloc byte[128];
        return request.Arena.Copy(text[..request.Connection.Local.Format(text, withPort: false)]);
    }
}
