namespace Engine.LuaBridge.Threads;

/// <summary>
/// Something a light thread waits for. A C# function called by Lua parks the thread on it (<see cref="LuaThread.Park"/>), then the Lua half
/// yields (engine.wait); whoever has what was waited for calls <see cref="LuaThread.Wake"/>. One object may serve many threads.
/// </summary>
internal abstract class LuaWait
{
    /// <summary>A thread in this wait may be killed.</summary>
    public virtual bool MayBeKilled => true;

    /// <summary>The timeout given to <see cref="LuaThread.Park"/> has passed. The wait is over; <see cref="LuaThread.Wake"/> has to be called.</summary>
    public abstract void OnTimeout(LuaThread thread);

    /// <summary>The thread was killed, or its run ended: it must not be woken any more.</summary>
    public abstract void OnCancelled(LuaThread thread);

    /// <summary>The same for a thread that was woken and has not had its turn since: nobody takes what it waited for.</summary>
    public virtual void OnUnclaimed(LuaThread thread)
    {
    }
}
