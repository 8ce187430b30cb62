using Engine.Stream.Conf;
using Engine.Stream.Modules.Core;
using Engine.Upstream;
using Engine.Upstream.Resolve;

namespace Engine.Stream.Modules.Upstream;

/// <summary>The upstream groups of the stream block.</summary>
internal sealed class UpstreamMainConf : IConf<UpstreamMainConf>
{
    public static readonly StreamMainSlot<UpstreamMainConf> Slot = new();

    private const long DefaultResolverTimeoutMs = 30_000;

    public UpstreamGroups Groups { get; } = new();

    public NameMonitors Monitors { get; } = new();

    public void MergeFrom(UpstreamMainConf? outer, StreamConfiguration configuration)
    {
        var previous = configuration.Cycle.Previous?.Get<StreamConfiguration>();
        // Servers are merged later: what a directive says in stream itself. Without any there is no object yet.
        StreamCoreConf? around = StreamCoreConf.Slot.Of(configuration.Defaults);
        Groups.Complete(previous is null ? null : Slot.Of(previous).Groups, around?.Resolver.Or(null), around?.ResolverTimeoutMs.Or(DefaultResolverTimeoutMs) ?? DefaultResolverTimeoutMs);
    }
}
