using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Core.Zones.LimitConn;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.LimitConn;

/// <summary>ngx_stream_limit_conn_module: how many sessions a key may have at once.</summary>
public sealed class LimitConnModule : StreamModule
{
    private static readonly SessionSlot<LimitConnOutcome> Outcome = new();

    public override string Name => "limit_conn";

    public override void Register(StreamModuleTable table)
    {
        var slot = LimitConnConf.Slot;
        table.Slot(LimitConnMainConf.Slot);
        table.Slot(slot);
        table.Add(LimitConnDirectives.Rows(ConfContext.Stream, ConfContext.Stream | ConfContext.StreamServer, LimitConnMainConf.Slot, slot));
        table.UncachedVariable("limit_conn_status", Status);
        table.Handler(StreamPhase.PreAccess, Handle, static server => LimitConnConf.Slot.Of(server).HasLimits);
    }

    public override void OnLoaded(StreamConfiguration configuration) => LimitConnMainConf.Slot.Of(configuration).Open(configuration.Cycle);

    private static ValueTask<SessionResult> Handle(StreamSession session)
    {
        if (LimitConnCheck.Count(session, session, LimitConnConf.Slot.Of(session)) is not { } outcome)
            return SessionResult.Declined;
        Outcome.Set(session, outcome);
        return outcome == LimitConnOutcome.Rejected ? new SessionResult(SessionStatus.ServiceUnavailable) : SessionResult.Declined;
    }

    private static VariableValue Status(StreamSession session) => Outcome.Of(session)?.Text ?? VariableValue.NotFound;
}
