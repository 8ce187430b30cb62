using Engine.Core.Buffers;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;

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
        table.Variable("scheme", static r => VariableValue.Of(r.Connection.IsTls ? Https : Http));
        table.Variable("https", static r => r.Connection.IsTls ? VariableValue.Of(On) : VariableValue.Empty);
        table.Variable("request_port", static r => r.HostPort > 0 ? VariableValue.Of(r.Arena.Format(r.HostPort)) : VariableValue.Empty);
        table.Variable("is_request_port", static r => r.HostPort > 0 ? VariableValue.Of(Colon) : VariableValue.Empty);
        table.Variable("connection_requests", static r => VariableValue.Of(r.Arena.Format(r.Connection.RequestCount)));
        table.UncachedVariable("connection_time", static r => VariableValue.Of(Decimals.Seconds(r.Loop.Clock.NowMs - r.Connection.StartMs, r.Arena)));
        table.Variable("pipe", static r => VariableValue.Of(r.Connection.IsPipelined ? Pipelined : NotPipelined));
    }

    private static readonly ByteString Colon = ByteString.Copy(":"u8);
}
