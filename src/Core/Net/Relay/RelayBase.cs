using System.Diagnostics;
using System.Threading.Tasks.Sources;
using Engine.Core.Loop;

namespace Engine.Core.Net.Relay;

/// <summary>Two directions at work until something ends them both, or nothing moves for too long. Reusable, one use at a time.</summary>
/// <typeparam name="TEnd">Why it ended.</typeparam>
public abstract class RelayBase<TEnd> : IValueTaskSource<TEnd>
{
    private readonly IdleDeadline idle;
    private LoopCompletion<TEnd> completion;
    private Exception? failure;
    private TEnd end = default!;
    private long timeoutMs;
    private long lastMoveMs;
    private int running;

    protected RelayBase(EventLoop loop)
    {
        Loop = loop;
        idle = new IdleDeadline(this);
    }

    public EventLoop Loop { get; }

    protected internal bool IsEnded { get; private set; } = true;

    /// <summary>When something moved last, milliseconds of the loop's clock.</summary>
    protected virtual long LastMoveMs => lastMoveMs;

    /// <summary>A direction is held back by its rate.</summary>
    protected abstract bool IsPausing { get; }

    public TEnd GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    protected internal void OnMoved() => lastMoveMs = Loop.Clock.NowMs;

    /// <summary>Starts both directions, each of which stops soon when <see cref="IsEnded"/>.</summary>
    /// <param name="timeout">How long nothing may move, milliseconds.</param>
    protected ValueTask<TEnd> Start(long timeout)
    {
        Debug.Assert(IsEnded && running == 0, "one relay at a time");
        IsEnded = false;
        failure = null;
        timeoutMs = timeout;
        // Both directions, and the relay itself: directions that have nothing more to do don't end it.
        running = 3;
        completion.Reset();
        OnMoved();
        idle.Arm(Loop, timeout);
        _ = Watch(PassUpload());
        _ = Watch(PassDownload());
        return new ValueTask<TEnd>(this, completion.Version);
    }

    /// <summary>Moves what the client sends.</summary>
    protected abstract ValueTask PassUpload();

    protected abstract ValueTask PassDownload();

    /// <summary>Ends what the directions wait for; what they do then they have done when this returns.</summary>
    protected abstract void Stop();

    /// <summary>What it ends with when nothing has moved for too long.</summary>
    protected abstract TEnd TimedOut();

    protected void End(TEnd why)
    {
        if (IsEnded)
            return;
        IsEnded = true;
        end = why;
        idle.Detach();
        // Nobody is told before both are stopped: then the relay may be in its next use.
        Stop();
        OnPartEnded();
    }

    private async Task Watch(ValueTask direction)
    {
        try
        {
            await direction;
        }
#pragma warning disable CA1031 // It is thrown again where the relay is awaited.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure ??= exception;
            End(default!);
        }

        OnPartEnded();
    }

    private void OnPartEnded()
    {
        if (--running > 0)
            return;
        if (failure is null)
            completion.SetResult(end);
        else
            completion.SetException(failure);
    }

    private void OnIdleDeadline()
    {
        // A direction that its rate holds back is not idle; when it goes on, the time begins anew.
        var left = IsPausing ? timeoutMs : LastMoveMs + timeoutMs - Loop.Clock.NowMs;
        if (left > 0)
            idle.Arm(Loop, left);
        else
            End(TimedOut());
    }

    private sealed class IdleDeadline(RelayBase<TEnd> relay) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired() => relay.OnIdleDeadline();
    }
}
