using Engine.Http.Requests;

namespace Engine.Http.Phases;

/// <summary>nginx's phases, in the order they run.</summary>
public enum Phase
{
    PostRead,
    ServerRewrite,
    FindConfig,
    Rewrite,
    PostRewrite,
    PreAccess,
    Access,
    PostAccess,
    PreContent,
    Content,
    Log,
}

/// <summary>
/// One module's part in a phase. The common path returns a completed task; a handler that waits continues on the request's worker.
/// </summary>
public delegate ValueTask<HandlerResult> PhaseHandler(HttpRequest request);

/// <summary>A handler with its place among all handlers: a location change inside a phase goes on behind it.</summary>
internal readonly record struct PlacedHandler(int Ordinal, PhaseHandler Handler);
