using System.Net;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Core;

/// <summary>Variables about the server and the time.</summary>
internal static class ServerVariables
{
    private static readonly ByteString Version = ByteString.From(ServerIdentity.Version);
    private static readonly ByteString HostName = ByteString.From(Dns.GetHostName());
    private static readonly ByteString ProcessId = ByteString.From(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture));

    public static void Register(HttpModuleTable table)
    {
        table.Variable("server_name", static r => VariableValue.Of(r.Server.Name));
        table.Variable("nginx_version", static _ => VariableValue.Of(Version));
        table.Variable("hostname", static _ => VariableValue.Of(HostName));
        table.Variable("pid", static _ => VariableValue.Of(ProcessId));
        table.UncachedVariable("msec", static r => VariableValue.Of(Decimals.Seconds(r.Loop.Clock.UnixMs, r.Arena)));
        table.UncachedVariable("time_local", static r => VariableValue.Of(r.Arena.Copy(LogTime.Now.CommonLog)));
        table.UncachedVariable("time_iso8601", static r => VariableValue.Of(r.Arena.Copy(LogTime.Now.Iso8601)));
    }
}
