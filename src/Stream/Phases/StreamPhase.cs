using Engine.Stream.Connections;

namespace Engine.Stream.Phases;

/// <summary>nginx's phases of a session, in the order they run.</summary>
public enum StreamPhase
{
    PostAccept,
    PreAccess,
    Access,
    Ssl,
    Preread,
    Content,
    Log,
}

/// <summary>
/// One module's part in a phase. The common path returns a completed task; a handler that waits continues on the session's worker.
/// </summary>
public delegate ValueTask<SessionResult> SessionHandler(StreamSession session);
