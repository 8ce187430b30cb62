using System.Threading.Tasks.Sources;
using Engine.Core.Loop;

namespace Engine.Core.Net.Resolver;

/// <summary>A wait for time to pass.</summary>
internal sealed class LoopDelay(EventLoop loop) : Loop.Timer, IValueTaskSource<bool>
{
    private LoopCompletion<bool> completion;

    public ValueTask<bool> WaitAsync(long delayMs)
    {
        completion.Reset();
        Arm(loop, delayMs);
        return new ValueTask<bool>(this, completion.Version);
    }

    public bool GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    protected override void OnExpired() => completion.SetResult(true);
}
