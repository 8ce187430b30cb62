using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Responses;

/// <summary>Makes a Location that begins with "/" absolute (<c>absolute_redirect</c>, <c>server_name_in_redirect</c>, <c>port_in_redirect</c>).</summary>
internal static class AbsoluteRedirect
{
    /// <summary>Changes the response's Location where it has to be absolute; its index among the fields then, otherwise -1.</summary>
    public static int Apply(HttpRequest request)
    {
        var fields = request.Response.Fields;
        var index = fields.IndexOf(KnownField.Location);
        if (index < 0 || fields[index].Value.Span is not [(byte)'/', ..] || !request.Location.Core.AbsoluteRedirect.Value || request.Response.KeepsLocation)
            return -1;
        // What logs and variables show is what was sent.
        fields.SetValue(index, Make(request, fields[index].Value));
        return index;
    }

    private static ByteString Make(HttpRequest request, ByteString location)
    {
        var core = request.Location.Core;
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
