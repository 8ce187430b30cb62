using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Stream.Conf;
using Engine.Upstream;

namespace Engine.Stream.Modules.Upstream;

/// <summary>ngx_stream_upstream_module: groups of servers, and what is told of the attempts with them.</summary>
public sealed class UpstreamModule : StreamModule
{
    public override string Name => "upstream";

    public override void Register(StreamModuleTable table)
    {
        table.Slot(UpstreamMainConf.Slot);
        table.Add(Take.Block("upstream", ConfContext.Stream, 1, 1, UpstreamMainConf.Slot, UpstreamBlock.Read));
        UpstreamDirectives.Register(table.Add, ConfContext.StreamUpstream);
        UpstreamVariables.Register(table);
    }

    /// <summary>One worker looks after the names of servers.</summary>
    public override void OnWorkerStart(StreamConfiguration configuration, Worker worker)
    {
        if (worker.Index != 0)
            return;
        var conf = UpstreamMainConf.Slot.Of(configuration);
        conf.Monitors.Start(worker.Loop, conf.Groups.Named);
    }

    public override void OnWorkerStop(StreamConfiguration configuration, Worker worker)
    {
        if (worker.Index == 0)
            UpstreamMainConf.Slot.Of(configuration).Monitors.Stop();
    }
}
