using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Zones;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.LimitConn;

/// <summary>ngx_http_limit_conn_module: how many requests a key may have under way at once.</summary>
public sealed class LimitConnModule : HttpModule
{
    public const string ZoneKind = "limit_conn";

    public override string Name => "limit_conn";

    public override void Register(HttpModuleTable table)
    {
        var slot = LimitConnConf.Slot;
        table.Slot(LimitConnMainConf.Slot);
        table.Slot(slot);
        table.Add(Take.Custom("limit_conn_zone", ConfContext.Http, 2, 2, LimitConnMainConf.Slot, LimitConnDirectives.ReadZone));
        table.Add(Take.Custom("limit_conn", ConfContext.HttpAny, 2, 2, slot, LimitConnDirectives.ReadLimit));
        table.Add(Take.Enum(
            "limit_conn_log_level",
            ConfContext.HttpAny,
            slot,
            static c => ref c.LogLevel,
            [("info", LogLevel.Info), ("notice", LogLevel.Notice), ("warn", LogLevel.Warn), ("error", LogLevel.Error)],
            "error"));
        table.Add(Take.Number("limit_conn_status", ConfContext.HttpAny, slot, static c => ref c.Status, "503", min: 400, max: 599));
        table.Add(Take.Flag("limit_conn_dry_run", ConfContext.HttpAny, slot, static c => ref c.DryRun, "off"));
        table.UncachedVariable("limit_conn_status", LimitConnOutcome.Variable);
        table.Handler(Phase.PreAccess, LimitConnHandler.Handle, static location => LimitConnConf.Slot.Of(location).Limits.Count > 0);
    }

    public override void OnLoaded(HttpConfiguration configuration)
    {
        ZoneRegistry.Of(configuration.Cycle).Check(ZoneKind);
        LimitConnMainConf.Slot.Of(configuration).Open();
    }
}
