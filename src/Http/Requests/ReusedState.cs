namespace Engine.Http.Requests;

/// <summary>A module's state of one request; objects are reused by later requests of the same worker.</summary>
public abstract class ReusedState<TSelf> : IRequestCleanup where TSelf : ReusedState<TSelf>, new()
{
    private const int MaxSpare = 64;

    // One per thread is one per worker.
    [ThreadStatic]
    private static Stack<TSelf>? spare;

    /// <summary>A cleared object that goes back when the request ends.</summary>
    public static TSelf Rent(HttpRequest request)
    {
        if (spare is null || !spare.TryPop(out var state))
            state = new TSelf();
        request.OnEnd(state);
        return state;
    }

    void IRequestCleanup.OnRequestEnd(HttpRequest request)
    {
        Clear();
        spare ??= new Stack<TSelf>();
        if (spare.Count < MaxSpare)
            spare.Push((TSelf)this);
    }

    /// <summary>Lets go of everything of the request.</summary>
    protected abstract void Clear();
}
