using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Zones;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.LimitReq;

/// <summary>ngx_http_limit_req_module: how many requests per second a key may make.</summary>
public sealed class LimitReqModule : HttpModule
{
    public const string ZoneKind = "limit_req";

    public override string Name => "limit_req";

    public override void Register(HttpModuleTable table)
    {
        var slot = LimitReqConf.Slot;
        table.Slot(LimitReqMainConf.Slot);
        table.Slot(slot);
        table.Add(Take.Custom("limit_req_zone", ConfContext.Http, 3, 3, LimitReqMainConf.Slot, LimitReqDirectives.ReadZone));
        table.Add(Take.Custom("limit_req", ConfContext.HttpAny, 1, 3, slot, LimitReqDirectives.ReadLimit));
        table.Add(Take.Enum(
            "limit_req_log_level",
            ConfContext.HttpAny,
            slot,
            static c => ref c.LogLevel,
            [("info", LogLevel.Info), ("notice", LogLevel.Notice), ("warn", LogLevel.Warn), ("error", LogLevel.Error)],
            "error"));
        table.Add(Take.Number("limit_req_status", ConfContext.HttpAny, slot, static c => ref c.Status, "503", min: 400, max: 599));
        table.Add(Take.Flag("limit_req_dry_run", ConfContext.HttpAny, slot, static c => ref c.DryRun, "off"));
        table.UncachedVariable("limit_req_status", LimitReqOutcome.Variable);
        table.Handler(Phase.PreAccess, LimitReqHandler.Handle, static location => LimitReqConf.Slot.Of(location).Limits.Count > 0);
    }

    public override void OnLoaded(HttpConfiguration configuration)
    {
        ZoneRegistry.Of(configuration.Cycle).Check(ZoneKind);
        LimitReqMainConf.Slot.Of(configuration).Open();
    }
}
