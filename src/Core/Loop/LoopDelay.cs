using System.Threading.Tasks.Sources;

namespace Engine.Core.Loop;

/// <summary>A wait for time to pass; reusable, one wait at a time.</summary>
public sealed class LoopDelay(EventLoop loop) : Timer, IValueTaskSource<bool>
{
    private LoopCompletion<bool> completion;

    /// <returns>False when <see cref="End"/> cut the wait short.</returns>
    public ValueTask<bool> WaitAsync(long delayMs)
    {
        completion.Reset();
        Arm(loop, delayMs);
        return new ValueTask<bool>(this, completion.Version);
    }

    /// <summary>Ends the wait under way now.</summary>
    public void End()
    {
        Detach();
        completion.SetResult(false);
    }

    public bool GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    protected override void OnExpired() => completion.SetResult(true);
}
