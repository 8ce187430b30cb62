using System.Threading.Tasks.Sources;
using Engine.Core.Loop;

namespace Engine.Http.Modules.Upstream;

/// <summary>One waits until another says that something has changed; both on one loop. What is said while nobody waits is forgotten.</summary>
internal sealed class LoopSignal : IValueTaskSource<bool>
{
    private LoopCompletion<bool> completion;

    public bool IsAwaited { get; private set; }

    public ValueTask<bool> Next()
    {
        completion.Reset();
        IsAwaited = true;
        return new ValueTask<bool>(this, completion.Version);
    }

    public void Set()
    {
        if (!IsAwaited)
            return;
        IsAwaited = false;
        completion.SetResult(true);
    }

    public bool GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);
}
