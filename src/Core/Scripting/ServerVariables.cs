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

    public static void Register(Action<Variable> add)
    {
        Add("nginx_version", isCacheable: true, static _ => Version);
        Add("hostname", isCacheable: true, static _ => HostName);
        Add("pid", isCacheable: true, static _ => ProcessId);
        Add("connection", isCacheable: true, static context => context.Arena.Format(context.ConnectionNumber));
        Add("msec", isCacheable: false, static context => Decimals.Seconds(context.Loop.Clock.UnixMs, context.Arena));
        Add("time_local", isCacheable: false, static context => context.Arena.Copy(LogTime.Now.CommonLog));
        Add("time_iso8601", isCacheable: false, static context => context.Arena.Copy(LogTime.Now.Iso8601));

        void Add(string name, bool isCacheable, Func<ScriptContext, ByteString> value) =>
            add(new Variable<ScriptContext>(name, context => VariableValue.Of(value(context))) { IsCacheable = isCacheable });
    }
}
