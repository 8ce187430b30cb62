using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>Ends a wait of .NET after a time of the loop's clock, or when it is told to.</summary>
internal sealed class LoopCancellation : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly Deadline deadline;

    public LoopCancellation(EventLoop loop, int timeoutMs)
    {
        deadline = new Deadline(this);
        deadline.Arm(loop, timeoutMs);
    }

    public CancellationToken Token => source.Token;

    /// <summary>ETIMEDOUT or ECANCELED.</summary>
    public int Reason { get; private set; } = Errno.ECANCELED;

    public void Cancel()
    {
        deadline.Detach();
        source.Cancel();
    }

    public void Dispose()
    {
        deadline.Detach();
        source.Dispose();
    }

    private sealed class Deadline(LoopCancellation owner) : Loop.Timer
    {
        protected override void OnExpired()
        {
            owner.Reason = Errno.ETIMEDOUT;
            owner.source.Cancel();
        }
    }
}
