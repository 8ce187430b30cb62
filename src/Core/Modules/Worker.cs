using Engine.Core.Loop;

namespace Engine.Core.Modules;

/// <summary>A worker: one thread with its loop, and what lives there through reloads. Everything here is used on that loop only.</summary>
public sealed class Worker
{
    private readonly List<object> states = [];

    internal Worker(int index, EventLoop loop, ServerInformation server)
    {
        Index = index;
        Loop = loop;
        Server = server;
    }

    /// <summary>The index of the privileged agent: a worker that listens on nothing, for Lua code that shall run once and beside the others.</summary>
    public const int PrivilegedAgent = -1;

    /// <summary>From 0 (<c>ngx.worker.id()</c>), or <see cref="PrivilegedAgent"/>.</summary>
    public int Index { get; }

    public bool IsPrivilegedAgent => Index == PrivilegedAgent;

    /// <summary>The place in an array that has one for each worker, the agent's first.</summary>
    public int Slot => Index + 1;

    public EventLoop Loop { get; }

    public ServerInformation Server { get; }

    /// <summary>The cycle that new requests take.</summary>
    public Cycle Current { get; internal set; } = null!;

    /// <summary>A graceful quit is under way: nothing is accepted, keep-alive connections end with their request.</summary>
    public bool IsQuitting { get; private set; }

    /// <summary>The connections, timers and the like that a graceful quit waits for.</summary>
    public int Held { get; private set; }

    /// <summary>The cycles that this worker has started and not released.</summary>
    internal List<Cycle> Cycles { get; } = [];

    /// <summary>Called once when a quitting worker holds nothing any more.</summary>
    internal Action<Worker> OnDrained { get; set; } = static _ => { };

    /// <summary>A graceful quit waits until <see cref="Release"/>.</summary>
    public void Hold() => Held++;

    public void Release()
    {
        if (--Held == 0 && IsQuitting)
            OnDrained(this);
    }

    /// <summary>An object of this worker that survives reloads, made at first use.</summary>
    public T State<T>(Func<Worker, T> create) where T : class
    {
        foreach (var state in states)
        {
            if (state is T found)
                return found;
        }

        var made = create(this);
        states.Add(made);
        return made;
    }

    internal void BeginQuit()
    {
        if (IsQuitting)
            return;
        IsQuitting = true;
        Held++;
        Current.StopOn(this);
        Release();
    }

    /// <summary>A configuration wants the worker after all.</summary>
    internal void CancelQuit() => IsQuitting = false;

    /// <summary>The loop has stopped: modules give back what they hold, oldest cycle first.</summary>
    internal void End()
    {
        foreach (var cycle in Cycles.ToArray())
            cycle.EndOn(this);
    }
}
