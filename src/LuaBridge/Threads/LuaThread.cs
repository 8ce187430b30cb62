using System.Diagnostics;
using Engine.Core.Loop;
using Engine.LuaBridge.Interop;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Threads;

internal enum LuaThreadStatus
{
    /// <summary>In a pool.</summary>
    Free,

    /// <summary>Running, waiting or about to run.</summary>
    Alive,

    /// <summary>Ended; its parent has not asked for the results yet.</summary>
    Zombie,
}

/// <summary>
/// A light thread: a coroutine that the loop resumes. The entry thread of a run is one, and so is each that <c>ngx.thread.spawn</c> starts.
/// The object is pooled; the coroutine of an entry thread too.
/// </summary>
internal sealed class LuaThread : PostedEvent
{
    private readonly ThreadTimer timer;
    private long generation;
    private bool endsNextTurn;

    /// <summary>The wait that ended inside Lua, until its outcome is taken a turn later.</summary>
    private LuaWait? woken;

    internal LuaThread(LuaVm vm, int slot, long generation)
    {
        Vm = vm;
        Slot = slot;
        this.generation = generation;
        Sibling = new LinkedListNode<LuaThread>(this);
        timer = new ThreadTimer(this);
    }

    public LuaVm Vm { get; }

    /// <summary>Its place in the VM's list of threads, and the key under which Lua keeps the coroutine.</summary>
    public int Slot { get; }

    /// <summary>What Lua code knows it by; another one each time the object is used again.</summary>
    public double Id => SlotId.Of(Slot, generation);

    /// <summary>The lua_State of the coroutine.</summary>
    public nint State { get; internal set; }

    public LuaThreadStatus Status { get; internal set; }

    /// <summary>The run it belongs to; null while it is free.</summary>
    public LuaRun? Run { get; internal set; }

    /// <summary>The light thread that spawned it; null for an entry thread, and when that one has ended.</summary>
    internal LuaThread? Parent { get; set; }

    /// <summary>Its place among the children of its parent, or among the threads of the run that have none.</summary>
    internal LinkedListNode<LuaThread> Sibling { get; }

    /// <summary>The light threads that it has spawned and that are not forgotten yet.</summary>
    internal LinkedList<LuaThread>? Children { get; set; }

    /// <summary>Of a parent: its waits for children are numbered, so that what one of them expects is void when the next begins.</summary>
    internal long ChildWaitNumber { get; set; } = 1;

    /// <summary>The wait of its parent that its end is expected in.</summary>
    internal long ExpectedIn { get; set; }

    /// <summary>A child that its wait was begun for and that had ended before.</summary>
    internal LuaThread? ReadyChild { get; set; }

    /// <summary>What it waits for.</summary>
    internal LuaWait? Wait { get; private set; }

    /// <summary>Neighbours in a <see cref="LuaThreadQueue"/>.</summary>
    internal LuaThread? QueuePrevious { get; set; }

    internal LuaThread? QueueNext { get; set; }

    /// <summary>Of a zombie: whether it ended without an error.</summary>
    internal bool Succeeded { get; set; }

    /// <summary>Values on the coroutine's stack after it ended.</summary>
    internal int ResultCount { get; set; }

    /// <summary>The coroutine did not come to its end and must be reset before it is used again.</summary>
    internal bool IsStuck { get; set; }

    /// <summary>It will be resumed: its turn in the queue of its run has not come yet.</summary>
    internal bool IsPosted { get; set; }

    /// <summary>From a C# function that the running thread has called: it will wait, for at most that long (-1: for ever).</summary>
    public void Park(LuaWait wait, long timeoutMs = -1)
    {
        Debug.Assert(Wait is null, "a light thread waits for one thing at a time");
        Wait = wait;
        if (timeoutMs >= 0)
            timer.Arm(Vm.Loop, timeoutMs);
    }

    /// <summary>The same until all else that is ready now had its turn; then the wait's timeout passes.</summary>
    public void ParkForOneTurn(LuaWait wait)
    {
        Park(wait);
        endsNextTurn = true;
        Vm.Loop.Defer(this);
    }

    /// <summary>
    /// The wait is over. Outside of Lua the thread goes on at once, otherwise later in this turn of the loop.
    /// </summary>
    /// <param name="code">What Lua finds in <c>state.wake</c>.</param>
    public void Wake(int code)
    {
        Debug.Assert(Wait is not null, "only a thread that waits can be woken");
        var wait = Wait;
        EndWait();
        WakeCode = code;
        if (!LuaVm.IsInside)
        {
            Run!.GoOn(this);
            return;
        }

        woken = wait;
        Vm.Loop.Defer(this);
    }

    /// <summary>A turn later: the wait ends, or the thread goes on that was woken inside Lua. It may have been killed since.</summary>
    public override void Invoke()
    {
        if (endsNextTurn)
        {
            OnTimeout();
            return;
        }

        if (woken is null)
            return;
        woken = null;
        if (Status == LuaThreadStatus.Alive && Wait is null && !IsPosted)
            Run!.GoOn(this);
    }

    internal int WakeCode { get; private set; }

    /// <summary>Ends the wait without going on.</summary>
    internal void Cancel()
    {
        if (Wait is { } wait)
        {
            EndWait();
            wait.OnCancelled(this);
        }
        else if (woken is { } over)
        {
            woken = null;
            over.OnUnclaimed(this);
        }
    }

    internal void BeginUse(LuaRun run, LuaThread? parent)
    {
        Run = run;
        Parent = parent;
        Status = LuaThreadStatus.Alive;
    }

    /// <summary>Becomes a thread of another run, of which nobody is the parent.</summary>
    internal void Join(LuaRun run)
    {
        Run = run;
        Parent = null;
    }

    /// <summary>Back to what a free object is. The identifiers that Lua code has of it are void: another generation has its slot.</summary>
    internal void EndUse(long nextGeneration)
    {
        Cancel();
        generation = nextGeneration;
        Status = LuaThreadStatus.Free;
        Run = null;
        Parent = null;
        ExpectedIn = 0;
        IsPosted = false;
        ResultCount = 0;
    }

    /// <summary>Makes the coroutine fit for another handler.</summary>
    internal void Clean()
    {
        if (IsStuck)
            LuaNative.engine_reset(State);
        else if (ResultCount > 0)
            LuaNative.lua_settop(State, 0);
        IsStuck = false;
    }

    private void EndWait()
    {
        Wait = null;
        endsNextTurn = false;
        if (timer.IsArmed)
            timer.Detach();
    }

    private void OnTimeout()
    {
        if (Wait is { } wait)
            wait.OnTimeout(this);
    }

    private sealed class ThreadTimer(LuaThread thread) : Core.Loop.Timer
    {
        protected override void OnExpired() => thread.OnTimeout();
    }
}
