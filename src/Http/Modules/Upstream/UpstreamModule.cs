using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Http.Modules.Upstream.Cache;
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
        table.Slot(CacheMainConf.Slot);
        table.Slot(CacheRefresh.Slot);
        table.Add(Take.Block("upstream", ConfContext.Http, 1, 1, UpstreamMainConf.Slot, UpstreamBlock.Read));
        UpstreamDirectives.Register(table.Add, ConfContext.HttpUpstream);
        UpstreamDirectives.RegisterHttp(table.Add);
        UpstreamVariables.Register(table);
    }

    public override void OnLoaded(HttpConfiguration configuration) => CacheMainConf.Slot.Of(configuration).Complete(configuration);

    /// <summary>One worker looks after the caches, on helper threads, and after the names of servers.</summary>
    public override void OnWorkerStart(HttpConfiguration configuration, Worker worker)
    {
        if (worker.Index != 0)
            return;
        CacheKeeper.Start(configuration, worker);
        var conf = UpstreamMainConf.Slot.Of(configuration);
        conf.Monitors.Start(worker.Loop, conf.Groups.Named);
    }

    public override void OnWorkerStop(HttpConfiguration configuration, Worker worker)
    {
        if (worker.Index != 0)
            return;
        CacheKeeper.Stop(configuration);
        UpstreamMainConf.Slot.Of(configuration).Monitors.Stop();
    }

    public override void OnWorkerReleased(HttpConfiguration configuration, Worker worker)
    {
        var pools = KeepalivePools.Of(worker);
        foreach (var group in UpstreamMainConf.Slot.Of(configuration).Groups.All)
            pools.Release(group);
    }
}
