using Engine.Core.Conf;
using Engine.Core.Log.Access;
using Engine.Core.Modules;
using Engine.Http.Conf;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Log;

/// <summary>ngx_http_log_module: the access log.</summary>
public sealed class LogModule : HttpModule
{
    public override string Name => "log";

    public override void Register(HttpModuleTable table)
    {
        var slot = LogConf.Slot;
        table.Slot(LogMainConf.Slot);
        table.Slot(slot);
        table.Add(LogFormatDirective.Row(ConfContext.Http, LogMainConf.Slot, "combined \"...\""));
        table.Add(AccessLogDirective.Rows(
            ConfContext.HttpAnyIf | ConfContext.HttpLimitExcept, ConfContext.HttpAny, LogMainConf.Slot, slot, "logs/access.log combined"));
        table.Add(Take.Flag("log_escape_non_ascii", ConfContext.HttpAny, slot, static c => ref c.EscapesNonAscii, "on"));
        table.Handler(Phase.Log, Write, static location => LogConf.Slot.Of(location).HasLogs);
    }

    /// <summary>Only what is logged by a server opens a file: the http block alone does not.</summary>
    public override void OnLoaded(HttpConfiguration configuration)
    {
        foreach (var location in configuration.Servers.SelectMany(static server => server.AllLocations()))
        {
            var conf = LogConf.Slot.Of(location);
            if (!conf.IsSet)
                conf.Add(LogMainConf.Slot.Of(configuration).DefaultLog(configuration));
            conf.Complete(configuration.Cycle.LogFiles);
        }
    }

    public override void OnWorkerStart(HttpConfiguration configuration, Worker worker)
    {
        if (worker.Index == 0)
            LogMainConf.Slot.Of(configuration).ApplyBuffering();
    }

    private static ValueTask<HandlerResult> Write(HttpRequest request)
    {
        var conf = LogConf.Slot.Of(request);
        conf.Write(request, conf.EscapesNonAscii.Value);
        return HandlerResult.Ok;
    }
}
