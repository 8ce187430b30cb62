using Engine.Core.Log;
using Engine.Http.Locations;

namespace Engine.LuaBridge.Threads;

/// <summary>For whom Lua code runs: a request, a connection's handshake, a timer, the start of a worker.</summary>
internal abstract class LuaHost
{
    private LuaCleanup? cleanups;

    /// <summary>Where <c>ngx.log</c> and errors go.</summary>
    public abstract ErrorLog Log { get; }

    /// <summary>What log lines say of it.</summary>
    public abstract ILogContext? LogContext { get; }

    /// <summary>The location whose settings hold for it; null where there is no configuration.</summary>
    public virtual Location? Location => null;

    /// <summary>A subrequest: Lua code of the same request may outlive it and still hold what it has opened.</summary>
    public virtual bool IsPart => false;

    /// <summary>The connection as log lines of timers show it that are created here: <c>, client: …, server: …</c>.</summary>
    public virtual byte[]? TimerOrigin => null;

    /// <summary>What its errors begin with, where that is not the name of the phase.</summary>
    public virtual string? HandlerName => null;

    /// <summary>The number of its ngx.ctx table in its VM; 0 until Lua code asks for one.</summary>
    internal int Context { get; set; }

    /// <summary>A run that had to wait is over. The host reads what it needs of it and calls <see cref="LuaRun.Return"/>.</summary>
    public abstract void OnFinished(LuaRun run, LuaOutcome outcome);

    /// <summary>Something is to be undone when the host ends, unless it is removed before.</summary>
    public void Add(LuaCleanup cleanup)
    {
        cleanup.Host = this;
        cleanup.Previous = null;
        cleanup.Next = cleanups;
        if (cleanups is not null)
            cleanups.Previous = cleanup;
        cleanups = cleanup;
    }

    public void Remove(LuaCleanup cleanup)
    {
        if (cleanup.Host != this)
            return;
        if (cleanup.Previous is null)
            cleanups = cleanup.Next;
        else
            cleanup.Previous.Next = cleanup.Next;
        if (cleanup.Next is not null)
            cleanup.Next.Previous = cleanup.Previous;
        cleanup.Host = null;
        cleanup.Previous = cleanup.Next = null;
    }

    /// <summary>The host ends: its cleanups run, the last one added first, and its ngx.ctx is forgotten.</summary>
    public void End(Vm.LuaVm vm)
    {
        while (cleanups is { } cleanup)
        {
            cleanup.Run();
            Remove(cleanup);
        }

        ForgetContext(vm);
    }

    /// <summary>Its ngx.ctx becomes an empty one.</summary>
    protected void ForgetContext(Vm.LuaVm vm)
    {
        if (Context != 0)
            vm.Contexts.Return(Context);
        Context = 0;
    }
}

/// <summary>Something that must not outlive a host: a socket, a lease. A node of the host's list.</summary>
internal abstract class LuaCleanup
{
    internal LuaHost? Host { get; set; }

    internal LuaCleanup? Previous { get; set; }

    internal LuaCleanup? Next { get; set; }

    /// <summary>The host, which is still set, ends.</summary>
    public abstract void Run();
}
