using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Http.Locations;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Log;

/// <summary>ngx_http_log_module: the access log.</summary>
public sealed class LogModule : HttpModule
{
    public override string Name => "log";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(LogMainConf.Slot);
        table.Slot(LogConf.Slot);
        table.Add(Take.Custom("log_format", ConfContext.Http, 2, int.MaxValue, LogMainConf.Slot, LogFormatDirective.Apply, "combined \"...\""));
        table.Add(Take.Custom(
            "access_log",
            ConfContext.HttpAnyIf | ConfContext.HttpLimitExcept,
            1,
            int.MaxValue,
            LogConf.Slot,
            AccessLogDirective.Apply,
            "logs/access.log combined"));
        table.Add(Take.Custom("open_log_file_cache", ConfContext.HttpAny, 1, 4, LogConf.Slot, OpenLogFileCacheDirective.Apply, "off"));
        table.Add(Take.Flag("log_escape_non_ascii", ConfContext.HttpAny, LogConf.Slot, static c => ref c.EscapesNonAscii, "on"));
        table.Handler(Phase.Log, LogHandler.Handle, static location => LogConf.Slot.Of(location).Logs.Count > 0);
    }

    /// <summary>Only what is logged by a server opens a file: the http block alone does not.</summary>
    public override void OnLoaded(HttpConfiguration configuration)
    {
        foreach (var location in configuration.Servers.SelectMany(static server => server.AllLocations()))
            LogConf.Slot.Of(location).Complete(configuration);
    }

    /// <summary>What the http block asked of its log files becomes true of them.</summary>
    public override void OnWorkerStart(HttpConfiguration configuration, Worker worker)
    {
        if (worker.Index == 0)
            LogMainConf.Slot.Of(configuration).ApplyBuffering();
    }
}
