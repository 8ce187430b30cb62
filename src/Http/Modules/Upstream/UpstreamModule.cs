using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Upstream;
using Engine.Upstream.Keepalive;

namespace Engine.Http.Modules.Upstream;

/// <summary>ngx_http_upstream_module: groups of servers, and what all proxying modules have in common.</summary>
public sealed class UpstreamModule : HttpModule
{
    public override string Name => "upstream";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(UpstreamMainConf.Slot);
        table.Slot(UpstreamHistory.Slot);
        table.Add(Take.Block("upstream", ConfContext.Http, 1, 1, UpstreamMainConf.Slot, UpstreamBlock.Read));
        UpstreamDirectives.Register(table.Add);
        UpstreamVariables.Register(table);
    }

    public override void OnWorkerReleased(HttpConfiguration configuration, Worker worker)
    {
        var pools = KeepalivePools.Of(worker);
        foreach (var group in UpstreamMainConf.Slot.Of(configuration).Groups.All)
            pools.Release(group);
    }
}
