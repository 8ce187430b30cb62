using Engine.Http.Conf;
using Engine.Http.Modules.Core;
using Engine.Upstream;
using Engine.Upstream.Resolve;

namespace Engine.Http.Modules.Upstream;

/// <summary>The upstream groups of the http block.</summary>
public sealed class UpstreamMainConf : IConf<UpstreamMainConf>
{
    public static readonly MainSlot<UpstreamMainConf> Slot = new();

    private const long DefaultResolverTimeoutMs = 30_000;

    public UpstreamGroups Groups { get; } = new();

    internal NameMonitors Monitors { get; } = new();

    public void MergeFrom(UpstreamMainConf? outer, HttpConfiguration configuration)
    {
        var previous = configuration.Cycle.Previous?.Get<HttpConfiguration>();
        // Locations are merged later: what a directive says in http itself. Without any there is no object yet.
        CoreLocationConf? around = CoreLocationConf.Slot.Of(configuration.Defaults.Location);
        Groups.Complete(previous is null ? null : Slot.Of(previous).Groups, around?.Resolver.Or(null!), around?.ResolverTimeoutMs.Or(DefaultResolverTimeoutMs) ?? DefaultResolverTimeoutMs);
    }
}
