using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Stream.Connections;

namespace Engine.Stream.Phases;

/// <summary>Takes a session through the phases.</summary>
internal static class SessionProcessor
{
    /// <summary>The phases before the content: Ok when that is to follow, else what the session ends with.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder<>))]
    public static async ValueTask<SessionResult> RunPhases(StreamSession session)
    {
        session.LogAction = "initializing session";
        for (var phase = StreamPhase.PostAccept; phase < StreamPhase.Content; phase++)
        {
            var handlers = session.Server.Handlers[(int)phase];
            if (handlers.Length == 0)
                continue;
            session.Log.Write(LogLevel.Debug, session, $"{(phase == StreamPhase.Preread ? "preread" : "generic")} phase: {(int)phase}");
            var result = phase == StreamPhase.Preread ? await PrereadPhase.Run(session, handlers) : await RunPhase(session, handlers);
            if (result != SessionResult.Ok)
                return result;
        }

        return SessionResult.Ok;
    }

    /// <summary>The log phase: every handler is called.</summary>
    public static async ValueTask Log(StreamSession session)
    {
        foreach (var handler in session.Server.Handlers[(int)StreamPhase.Log])
            await handler(session);
    }

    private static async ValueTask<SessionResult> RunPhase(StreamSession session, SessionHandler[] handlers)
    {
        foreach (var handler in handlers)
        {
            var result = await handler(session);
            if (result != SessionResult.Declined)
                return result;
        }

        return SessionResult.Ok;
    }
}
