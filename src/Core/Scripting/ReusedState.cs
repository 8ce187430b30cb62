using Engine.Core.Buffers;

namespace Engine.Core.Scripting;

/// <summary>A module's state of one context; objects are reused by later contexts of the same worker.</summary>
public abstract class ReusedState<TSelf> : IContextCleanup where TSelf : ReusedState<TSelf>, new()
{
    private const int MaxSpare = 64;

    // One per thread is one per worker.
    [ThreadStatic]
    private static SpareStack<TSelf>? spare;

    /// <summary>Where it goes back to.</summary>
    private SpareStack<TSelf> home = null!;

    /// <summary>A cleared object that goes back when the context ends.</summary>
    public static TSelf Rent(ScriptContext context)
    {
        var home = spare ??= new SpareStack<TSelf>();
        if (!home.TryPop(out var state))
            state = new TSelf { home = home };
        context.OnEnd(state);
        return state;
    }

    void IContextCleanup.OnContextEnd()
    {
        Clear();
        if (home.Count < MaxSpare)
            home.Push(Reinterpret.As<TSelf>(this));
        else
            Discard();
    }

    /// <summary>Lets go of everything of the context.</summary>
    protected abstract void Clear();

    /// <summary>There are enough spare ones: this one is not used again.</summary>
    protected virtual void Discard()
    {
    }
}
