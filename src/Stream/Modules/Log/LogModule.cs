using Engine.Core.Conf;
using Engine.Core.Log.Access;
using Engine.Core.Modules;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.Log;

/// <summary>ngx_stream_log_module: the access log.</summary>
public sealed class LogModule : StreamModule
{
    private const ConfContext Levels = ConfContext.Stream | ConfContext.StreamServer;

    public override string Name => "log";

    public override void Register(StreamModuleTable table)
    {
        var slot = LogConf.Slot;
        table.Slot(LogMainConf.Slot);
        table.Slot(slot);
        table.Add(LogFormatDirective.Row(ConfContext.Stream, LogMainConf.Slot));
        table.Add(AccessLogDirective.Rows(Levels, Levels, LogMainConf.Slot, slot, "off"));
        table.Handler(StreamPhase.Log, Write, static server => LogConf.Slot.Of(server).HasLogs);
    }

    public override void OnLoaded(StreamConfiguration configuration)
    {
        foreach (var server in configuration.Servers)
            LogConf.Slot.Of(server).Complete(configuration.Cycle.LogFiles);
    }

    public override void OnWorkerStart(StreamConfiguration configuration, Worker worker)
    {
        if (worker.Index == 0)
            LogMainConf.Slot.Of(configuration).ApplyBuffering();
    }

    private static ValueTask<SessionResult> Write(StreamSession session)
    {
        LogConf.Slot.Of(session).Write(session);
        return SessionResult.Ok;
    }
}
