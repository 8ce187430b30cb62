using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Core.Modules;
using Engine.Core.Net.Resolver;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Stream.Connections;

namespace Engine.Stream.Modules.Core;

/// <summary>ngx_stream_core_module: what every server of stream has.</summary>
public sealed class StreamCoreModule : StreamModule
{
    private const ConfContext StreamAndServer = ConfContext.Stream | ConfContext.StreamServer;

    public override string Name => "core";

    public override void Register(StreamModuleTable table)
    {
        var slot = StreamCoreConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("listen", ConfContext.StreamServer, 1, int.MaxValue, slot, ListenDirective.Apply));
        table.Add(Take.Custom("server_name", ConfContext.StreamServer, 1, int.MaxValue, slot, static (use, conf) => ServerNameDirective.Read(use, conf.Names, name => StreamScope.Of(use).Server!.Name = name), "\"\""));
        table.Add(ErrorLogDirective.Row(StreamAndServer, slot, static conf => conf.ErrorLogSetting));
        table.Add(Take.Flag("tcp_nodelay", StreamAndServer, slot, static c => ref c.TcpNodelay, "on"));
        table.Add(Take.Size("preread_buffer_size", StreamAndServer, slot, static c => ref c.PrereadBufferSize, "16k"));
        table.Add(Take.Milliseconds("preread_timeout", StreamAndServer, slot, static c => ref c.PrereadTimeoutMs, "30s"));
        table.Add(Take.Milliseconds("proxy_protocol_timeout", StreamAndServer, slot, static c => ref c.ProxyProtocolTimeoutMs, "30s"));
        table.Add(Take.Custom("resolver", StreamAndServer, 1, int.MaxValue, slot, static (use, conf) => conf.Resolver.Set(ResolverDirective.ReadOnce(use, conf.Resolver.IsSet))));
        table.Add(Take.Milliseconds("resolver_timeout", StreamAndServer, slot, static c => ref c.ResolverTimeoutMs, "30s"));
        const string noHash = "checked only: these tables grow as needed";
        foreach (var (name, fallback) in ((string, string)[])[("variables_hash_max_size", "1024"), ("variables_hash_bucket_size", "64"), ("server_names_hash_max_size", "512"), ("server_names_hash_bucket_size", "32|64|128")])
            table.Add(Take.CheckedNumber(name, ConfContext.Stream, fallback, noHash));
        SessionVariables.Register(table);
        AddressVariables.Register(table);
        ProxyProtocolVariables.Register(table);
        ServerVariables.Register(table);
    }
}
