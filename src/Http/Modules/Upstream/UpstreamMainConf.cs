using Engine.Http.Conf;
using Engine.Upstream;

namespace Engine.Http.Modules.Upstream;

/// <summary>The upstream groups of the http block.</summary>
public sealed class UpstreamMainConf : IConf<UpstreamMainConf>
{
    public static readonly MainSlot<UpstreamMainConf> Slot = new();

    public UpstreamGroups Groups { get; } = new();

    public void MergeFrom(UpstreamMainConf? outer, HttpConfiguration configuration)
    {
        var previous = configuration.Cycle.Previous?.Get<HttpConfiguration>();
        Groups.Complete(previous is null ? null : Slot.Of(previous).Groups);
    }
}
