using Engine.Core.Conf;
using Engine.Core.Listening;
using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Core.Net.Resolver;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.Core;

/// <summary>Core settings of stream and server.</summary>
public sealed class StreamCoreConf : IConf<StreamCoreConf>
{
    public static readonly StreamServerSlot<StreamCoreConf> Slot = new();

    public Setting<bool> TcpNodelay;
    public Setting<long> PrereadBufferSize;
    public Setting<long> PrereadTimeoutMs;
    public Setting<long> ProxyProtocolTimeoutMs;
    public Setting<NameResolver?> Resolver;
    public Setting<long> ResolverTimeoutMs;

    internal ErrorLogSetting ErrorLogSetting { get; } = new();

    public ErrorLog ErrorLog { get; private set; } = null!;

    internal List<ServerName> Names { get; private set; } = [];

    internal bool HasListen { get; set; }

    public void MergeFrom(StreamCoreConf? outer, StreamConfiguration configuration)
    {
        TcpNodelay.MergeFrom(outer?.TcpNodelay ?? default, true);
        PrereadBufferSize.MergeFrom(outer?.PrereadBufferSize ?? default, 16 * 1024);
        PrereadTimeoutMs.MergeFrom(outer?.PrereadTimeoutMs ?? default, 30_000);
        ProxyProtocolTimeoutMs.MergeFrom(outer?.ProxyProtocolTimeoutMs ?? default, 30_000);
        Resolver.MergeFrom(outer?.Resolver ?? default, null);
        ResolverTimeoutMs.MergeFrom(outer?.ResolverTimeoutMs ?? default, 30_000);
        if (Names.Count == 0)
            Names.Add(new ServerName("", null));
        ErrorLog = ErrorLogSetting.Or(outer?.ErrorLog ?? configuration.Cycle.Log);
    }
}
