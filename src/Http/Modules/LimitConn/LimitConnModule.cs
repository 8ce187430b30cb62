using Engine.Core.Conf;
using Engine.Core.Zones.LimitConn;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.LimitConn;

/// <summary>ngx_http_limit_conn_module: how many requests a key may have under way at once.</summary>
public sealed class LimitConnModule : HttpModule
{
    public override string Name => "limit_conn";

    public override void Register(HttpModuleTable table)
    {
        var slot = LimitConnConf.Slot;
        table.Slot(LimitConnMainConf.Slot);
        table.Slot(slot);
        table.Add(LimitConnDirectives.Rows(ConfContext.Http, ConfContext.HttpAny, LimitConnMainConf.Slot, slot));
        table.Add(Take.Number("limit_conn_status", ConfContext.HttpAny, slot, static c => ref c.Status, "503", min: 400, max: 599));
        table.UncachedVariable("limit_conn_status", LimitConnHandler.Status);
        table.Handler(Phase.PreAccess, LimitConnHandler.Handle, static location => LimitConnConf.Slot.Of(location).HasLimits);
    }

    public override void OnLoaded(HttpConfiguration configuration) => LimitConnMainConf.Slot.Of(configuration).Open(configuration.Cycle);
}
