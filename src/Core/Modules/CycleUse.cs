using Engine.Core.Loop;

namespace Engine.Core.Modules;

/// <summary>How many users a cycle has on one worker; touched on that worker's loop only.</summary>
internal sealed class CycleUse(Cycle cycle, Worker worker) : PostedEvent
{
    private bool isReleased;

    public int Users { get; private set; }

    public bool IsSuperseded { get; private set; }

    public void Hold() => Users++;

    public void Release()
    {
        if (--Users == 0 && IsSuperseded)
            ReleaseLater();
    }

    public void Supersede()
    {
        IsSuperseded = true;
        if (Users == 0)
            ReleaseLater();
    }

    /// <summary>Not inside the call that gave up the last use: that one may still stand in what is released here.</summary>
    public override void Invoke()
    {
        if (Users == 0)
            End();
    }

    public void End()
    {
        if (isReleased)
            return;
        isReleased = true;
        cycle.OnReleasedBy(worker);
    }

    private void ReleaseLater() => worker.Loop.Defer(this);
}
