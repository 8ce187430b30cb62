namespace Engine.LuaBridge.Threads;

/// <summary>Light threads that wait for the same thing, in the order they came. A thread is in one queue at most.</summary>
internal sealed class LuaThreadQueue
{
    private LuaThread? first;
    private LuaThread? last;

    public int Count { get; private set; }

    public void Add(LuaThread thread)
    {
        thread.QueuePrevious = last;
        thread.QueueNext = null;
        if (last is null)
            first = thread;
        else
            last.QueueNext = thread;
        last = thread;
        Count++;
    }

    public LuaThread? TakeFirst()
    {
        var thread = first;
        if (thread is not null)
            Remove(thread);
        return thread;
    }

    /// <summary>Takes one out that is in this queue.</summary>
    public void Remove(LuaThread thread)
    {
        if (thread.QueuePrevious is null)
            first = thread.QueueNext;
        else
            thread.QueuePrevious.QueueNext = thread.QueueNext;
        if (thread.QueueNext is null)
            last = thread.QueuePrevious;
        else
            thread.QueueNext.QueuePrevious = thread.QueuePrevious;
        thread.QueuePrevious = thread.QueueNext = null;
        Count--;
    }
}
