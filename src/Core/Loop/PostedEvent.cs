namespace Engine.Core.Loop;

/// <summary>Something to be done on a loop. A reusable node: it may be queued again once it was invoked, and not before.</summary>
public abstract class PostedEvent
{
    internal bool IsQueued { get; set; }

    public abstract void Invoke();
}

/// <summary>A posted call that is made once.</summary>
internal sealed class PostedAction(Action action) : PostedEvent
{
    public override void Invoke() => action();
}
