using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Core;

/// <summary>Variables about the connection.</summary>
internal static class ConnectionVariables
{
    private static readonly ByteString Http = ByteString.Copy("http"u8);
    private static readonly ByteString Https = ByteString.Copy("https"u8);
    private static readonly ByteString On = ByteString.Copy("on"u8);
    private static readonly ByteString Pipelined = ByteString.Copy("p"u8);
    private static readonly ByteString NotPipelined = ByteString.Copy("."u8);

    public static void Register(HttpModuleTable table)
    {
        table.Variable("remote_addr", static r => VariableValue.Of(r.Arena.Copy(r.Connection.Remote.Text)));
        table.Variable("binary_remote_addr", static r => VariableValue.Of(r.Arena.Copy(r.Connection.Remote.AddressBytes)));
        table.Variable("remote_port", static r => Port(r, r.Connection.Remote));
        table.Variable("server_addr", static r => VariableValue.Of(r.Arena.Copy(r.Connection.Local.Text)));
        table.Variable("server_port", static r => Port(r, r.Connection.Local));
        table.Variable("scheme", static r => VariableValue.Of(r.Connection.IsTls ? Https : Http));
        table.Variable("https", static r => r.Connection.IsTls ? VariableValue.Of(On) : VariableValue.Empty);
        table.Variable("request_port", static r => r.HostPort > 0 ? VariableValue.Of(r.Arena.Format(r.HostPort)) : VariableValue.Empty);
        table.Variable("is_request_port", static r => r.HostPort > 0 ? VariableValue.Of(Colon) : VariableValue.Empty);
        table.Variable("connection", static r => VariableValue.Of(r.Arena.Format(r.Connection.Number)));
        table.Variable("connection_requests", static r => VariableValue.Of(r.Arena.Format(r.Connection.RequestCount)));
        table.UncachedVariable("connection_time", static r => VariableValue.Of(Decimals.Seconds(r.Loop.Clock.NowMs - r.Connection.StartMs, r.Arena)));
        table.Variable("pipe", static r => VariableValue.Of(r.Connection.IsPipelined ? Pipelined : NotPipelined));
    }

    private static readonly ByteString Colon = ByteString.Copy(":"u8);

    private static VariableValue Port(HttpRequest request, SocketAddress address) =>
        address.Port == 0 ? VariableValue.Empty : VariableValue.Of(request.Arena.Format(address.Port));
}
