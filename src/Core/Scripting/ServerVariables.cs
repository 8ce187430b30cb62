using System.Globalization;
using System.Net;
using Engine.Core.Buffers;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Text;

namespace Engine.Core.Scripting;

/// <summary>Variables about the server, the time and the serial of the connection, which every kind of context has.</summary>
public static class ServerVariables
{
    private static readonly ByteString Version = ByteString.From(ServerIdentity.Version);
    private static readonly ByteString HostName = ByteString.From(Dns.GetHostName());
    private static readonly ByteString ProcessId = ByteString.From(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));

    public static void Register<TContext, TConfiguration>(ModuleTable<TContext, TConfiguration> table) where TContext : ScriptContext
    {
        table.Variable("nginx_version", static _ => VariableValue.Of(Version));
        table.Variable("hostname", static _ => VariableValue.Of(HostName));
        table.Variable("pid", static _ => VariableValue.Of(ProcessId));
        table.Variable("connection", static c => VariableValue.Of(c.Arena.Format(c.ConnectionNumber)));
        table.UncachedVariable("msec", static c => VariableValue.Of(Decimals.Seconds(c.Loop.Clock.UnixMs, c.Arena)));
        table.UncachedVariable("time_local", static c => VariableValue.Of(c.Arena.Copy(LogTime.Now.CommonLog)));
        table.UncachedVariable("time_iso8601", static c => VariableValue.Of(c.Arena.Copy(LogTime.Now.Iso8601)));
    }
}
