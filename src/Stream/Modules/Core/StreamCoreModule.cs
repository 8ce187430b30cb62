using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Core.Net.Resolver;
using Engine.Stream.Conf;

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
        table.Add(ErrorLogDirective.Row(StreamAndServer, slot, static conf => conf.ErrorLogSetting));
        table.Add(Take.Flag("tcp_nodelay", StreamAndServer, slot, static c => ref c.TcpNodelay, "on"));
        table.Add(Take.Size("preread_buffer_size", StreamAndServer, slot, static c => ref c.PrereadBufferSize, "16k"));
        table.Add(Take.Milliseconds("preread_timeout", StreamAndServer, slot, static c => ref c.PrereadTimeoutMs, "30s"));
        table.Add(Take.Milliseconds("proxy_protocol_timeout", StreamAndServer, slot, static c => ref c.ProxyProtocolTimeoutMs, "30s"));
        table.Add(Take.Custom("resolver", StreamAndServer, 1, int.MaxValue, slot, static (use, conf) => conf.Resolver.Set(ResolverDirective.ReadOnce(use, conf.Resolver.IsSet))));
        table.Add(Take.Milliseconds("resolver_timeout", StreamAndServer, slot, static c => ref c.ResolverTimeoutMs, "30s"));
    }
}
