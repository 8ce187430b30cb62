using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Proxy;

internal static class ProxyVariables
{
    private static readonly ByteString Chunked = ByteString.From("chunked");

    public static void Register(HttpModuleTable table)
    {
        table.UncachedVariable("proxy_host", static r => ProxyState.Slot.Of(r) is { } state ? VariableValue.Of(state.HostField) : VariableValue.NotFound);
        table.UncachedVariable("proxy_port", static r => ProxyState.Slot.Of(r) is { } state ? VariableValue.Of(state.PortText) : VariableValue.NotFound);
        table.UncachedVariable("proxy_internal_body_length", static r =>
            ProxyState.Slot.Of(r) is { BodyLength: >= 0 and var length } ? VariableValue.Of(r.Arena.Format(length)) : VariableValue.NotFound);
        table.UncachedVariable("proxy_internal_chunked", static r => ProxyState.Slot.Of(r) is { IsBodyChunked: true } ? VariableValue.Of(Chunked) : VariableValue.NotFound);
        table.Variable("proxy_add_x_forwarded_for", static r => VariableValue.Of(AddForwardedFor(r)));
    }

    /// <summary>The client's X-Forwarded-For with its own address behind it.</summary>
    private static ByteString AddForwardedFor(HttpRequest request)
    {
        var sent = request.Headers.Join("X-Forwarded-For"u8, ", "u8, request.Arena);
        var address = request.Connection.Remote.Text;
        return sent.IsEmpty ? request.Arena.Copy(address) : request.Arena.Concat(request.Arena.Concat(sent.Span, ", "u8).Span, address);
    }
}
