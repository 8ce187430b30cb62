namespace Engine.Core.Modules;

/// <summary>
/// <c>worker_shutdown_timeout</c> after a reload: what is still open with the old cycle then is closed, as an old worker process of nginx closes it.
/// Without the directive it may take as long as it likes.
/// </summary>
public sealed class OldCycleDeadline : Loop.Timer
{
    private readonly Cycle old;
    private readonly Action<Cycle> close;

    private OldCycleDeadline(Cycle old, Action<Cycle> close)
    {
        this.old = old;
        this.close = close;
    }

    /// <param name="close">Closes what the worker has open with the cycle.</param>
    public static void Arm(Worker worker, Cycle old, Action<Cycle> close)
    {
        if (old.Core.WorkerShutdownTimeoutMs.Or(0) is var timeout and > 0 && !worker.IsQuitting)
            new OldCycleDeadline(old, close).Arm(worker.Loop, timeout);
    }

    protected override void OnExpired() => close(old);
}
