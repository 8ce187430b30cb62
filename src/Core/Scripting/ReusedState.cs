namespace Engine.Core.Scripting;

/// <summary>A module's state of one context; objects are reused by later contexts of the same worker.</summary>
public abstract class ReusedState<TSelf> : IContextCleanup where TSelf : ReusedState<TSelf>, new()
{
    private const int MaxSpare = 64;

    // One per thread is one per worker.
    [ThreadStatic]
    private static Stack<TSelf>? spare;

    /// <summary>A cleared object that goes back when the context ends.</summary>
    public static TSelf Rent(ScriptContext context)
    {
        if (spare is null || !spare.TryPop(out var state))
            state = new TSelf();
        context.OnEnd(state);
        return state;
    }

    void IContextCleanup.OnContextEnd()
    {
        Clear();
        spare ??= new Stack<TSelf>();
        if (spare.Count < MaxSpare)
            spare.Push((TSelf)this);
    }

    /// <summary>Lets go of everything of the context.</summary>
    protected abstract void Clear();
}
