using System.Diagnostics;
using Engine.LuaBridge.Interop;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Threads;

/// <summary>
/// One run of a handler: its entry thread and the user threads that were spawned in it. It ends when all of them have ended, when the
/// entry thread fails, or when a function such as ngx.exit ends it. Rented from a VM (<see cref="LuaVm.RentRun"/>), returned by its host.
/// </summary>
internal sealed unsafe class LuaRun
{
    private readonly LinkedList<LuaThread> orphans = new();
    private readonly Queue<LuaThread> posted = new();
    private LuaThread? entry;
    private LuaHost? host;
    private int userThreads;
    private bool entryEnded;
    private bool failed;

    internal LuaRun(LuaVm vm) => Vm = vm;

    public LuaVm Vm { get; }

    public LuaHost Host => host!;

    public LuaPhase Phase { get; private set; }

    /// <summary>The light thread whose Lua code runs now.</summary>
    public LuaThread? Running { get; private set; }

    /// <summary>What ended the run before its time: an object of the API function that did it (ngx.exit, ngx.exec, …).</summary>
    public object? EndedBy { get; private set; }

    /// <summary>How many values the entry thread returned; they lie on the stack of <see cref="EntryState"/> until <see cref="Return"/>.</summary>
    public int ResultCount => entry?.ResultCount ?? 0;

    /// <summary>The lua_State of the entry thread.</summary>
    public nint EntryState => entry!.State;

    /// <summary>There is no other light thread that could have its turn while the running one waits.</summary>
    public bool IsAlone => userThreads == 0 && posted.Count == 0;

    /// <summary>A light thread that ngx.thread.spawn has made; it runs as soon as its parent has yielded.</summary>
    internal LuaThread? Spawned { get; set; }

    /// <summary>The spawned thread does not run before <see cref="Awaken"/>, and the run does not wait for it to end.</summary>
    internal bool IsSpawnedDormant { get; set; }

    /// <summary>Runs a handler until it ends or waits. Unless it waits, the host calls <see cref="Return"/> next.</summary>
    public LuaOutcome Start(int function)
    {
        var outer = Vm.Enter(this);
        var thread = entry = Vm.Threads.RentEntry(this);
        Running = thread;
        int top;
        var status = LuaNative.engine_start(thread.State, function, Vm.RequestPointerFor(Phase), &top);
        var next = OnResumed(thread, status, top, out var arguments);
        var outcome = Advance(next, arguments);
        Vm.Leave(outer, this);
        return outcome;
    }

    /// <summary>The same with a number and a boolean as arguments.</summary>
    public LuaOutcome Start(int function, double number, bool flag)
    {
        var outer = Vm.Enter(this);
        var thread = entry = Vm.Threads.RentEntry(this);
        Running = thread;
        int top;
        var status = LuaNative.engine_start_with(thread.State, function, Vm.RequestPointerFor(Phase), number, flag ? 1 : 0, &top);
        var next = OnResumed(thread, status, top, out var arguments);
        var outcome = Advance(next, arguments);
        Vm.Leave(outer, this);
        return outcome;
    }

    /// <summary>From a C# function that the running thread has called: the run ends as soon as the Lua half has yielded.</summary>
    public void End(object by) => EndedBy = by;

    /// <summary>Ends a run that waits: none of its threads goes on. Its host is not told; it calls <see cref="Return"/> next.</summary>
    public void Abort()
    {
        Debug.Assert(Running is null, "a run is aborted from outside of it");
        KillAll();
    }

    /// <summary>Gives the run back to its VM; its results are gone.</summary>
    public void Return()
    {
        Debug.Assert(Running is null, "a run does not return itself");
        KillAll();
        if (entry is { } thread)
        {
            thread.IsStuck = !entryEnded;
            Vm.Threads.ReturnEntry(thread);
        }

        entry = null;
        entryEnded = failed = false;
        EndedBy = null;
        host = null;
        Vm.ReturnRun(this);
    }

    internal void Begin(LuaHost owner, LuaPhase phase)
    {
        host = owner;
        Phase = phase;
    }

    /// <summary>Takes back a wait or an end that the Lua half could not yield for.</summary>
    internal void CancelYield()
    {
        EndedBy = null;
        Running!.Cancel();
    }

    /// <summary>A thread whose wait is over goes on; never called inside Lua.</summary>
    internal void GoOn(LuaThread thread)
    {
        var outer = Vm.Enter(this);
        Vm.Wake = thread.WakeCode;
        var outcome = Advance(thread, 0);
        Vm.Leave(outer, this);
        if (outcome != LuaOutcome.Waiting)
            Host.OnFinished(this, outcome);
    }

    /// <summary>A thread that was spawned dormant, perhaps in an earlier run of the host, runs now as one of this run. Never called inside Lua.</summary>
    internal void Awaken(LuaThread thread)
    {
        thread.Join(this);
        Add(thread);
        GoOn(thread);
    }

    /// <summary>A user thread is one of this run until it is forgotten.</summary>
    internal void Add(LuaThread thread)
    {
        var siblings = thread.Parent is { } parent ? parent.Children ??= new LinkedList<LuaThread>() : orphans;
        siblings.AddLast(thread.Sibling);
        userThreads++;
    }

    /// <summary>Forgets a user thread, whatever it is doing. Lua's collector takes the coroutine once Lua has no use for it.</summary>
    internal void Forget(LuaThread thread)
    {
        Remove(thread);
        Orphan(thread);
        Vm.Threads.ReturnUser(thread);
    }

    /// <summary>The same for one that Lua code kills through the FFI: the Lua half drops the coroutine.</summary>
    internal void ForgetKilled(LuaThread thread)
    {
        Remove(thread);
        Orphan(thread, insideFfi: true);
        Vm.Threads.ReturnKilled(thread);
    }

    private LuaOutcome Advance(LuaThread? next, int arguments)
    {
        while (!IsOver && (next is not null || TakePosted(out next)))
        {
            Running = next;
            int top;
            var status = LuaNative.engine_resume(next.State, arguments, &top);
            next = OnResumed(next, status, top, out arguments);
        }

        Running = null;
        return Outcome();
    }

    private bool IsOver => failed || EndedBy is not null;

    private LuaOutcome Outcome()
    {
        if (!IsOver)
            return entryEnded && userThreads == 0 ? LuaOutcome.Finished : LuaOutcome.Waiting;
        KillAll();
        return failed ? LuaOutcome.Failed : LuaOutcome.Ended;
    }

    /// <summary>Handles what a resume came back with. Returns the thread that goes on at once, if one does, and how many values it gets.</summary>
    private LuaThread? OnResumed(LuaThread thread, int status, int top, out int arguments)
    {
        arguments = 0;
        switch (status)
        {
            case LuaNative.LUA_YIELD:
                return OnYielded(thread, ref arguments);
            case LuaNative.LUA_OK:
                return OnEnded(thread, succeeded: true, top, ref arguments);
            default:
                LuaFailure.Report(this, thread, isEntry: thread == entry, status);
                if (thread != entry)
                    return OnEnded(thread, succeeded: false, LuaNative.engine_error_values(thread.State), ref arguments);
                failed = true;
                return null;
        }
    }

    private LuaThread? OnYielded(LuaThread thread, ref int arguments)
    {
        if (EndedBy is not null)
            return null;
        if (Spawned is { } child)
            return OnSpawned(thread, child, ref arguments);
        if (thread.Wait is null)
            return OnUserYield(thread);
        return thread.ReadyChild is { } ready ? Deliver(ready, thread, ref arguments) : null;
    }

    /// <summary>The new thread runs first, its parent after those that are posted already.</summary>
    private LuaThread OnSpawned(LuaThread parent, LuaThread child, ref int arguments)
    {
        Spawned = null;
        int count;
        child.State = LuaNative.engine_take_child(parent.State, &count);
        if (IsSpawnedDormant)
        {
            IsSpawnedDormant = false;
            return parent;
        }

        arguments = count;
        Post(parent);
        return child;
    }

    /// <summary>coroutine.yield in a light thread: others get their turn. What it passes is dropped.</summary>
    private LuaThread? OnUserYield(LuaThread thread)
    {
        LuaNative.lua_settop(thread.State, 0);
        if (!Phase.IsYieldable() && Vm.Settings.StrictPhases)
        {
            LuaFailure.ReportForbiddenYield(this);
            failed = true;
            return null;
        }

        if (posted.Count == 0)
            return thread;
        Post(thread);
        return null;
    }

    private LuaThread? OnEnded(LuaThread thread, bool succeeded, int count, ref int arguments)
    {
        thread.ResultCount = count;
        Orphan(thread);
        if (thread == entry)
        {
            entryEnded = true;
            return null;
        }

        var parent = thread.Parent;
        if (parent is null)
        {
            Forget(thread);
            return null;
        }

        thread.Status = LuaThreadStatus.Zombie;
        thread.Succeeded = succeeded;
        return ChildWait.IsFor(parent, thread) ? Deliver(thread, parent, ref arguments) : null;
    }

    /// <summary>The results of a thread that ended become those of its parent's ngx.thread.wait.</summary>
    private LuaThread Deliver(LuaThread child, LuaThread parent, ref int arguments)
    {
        parent.Cancel();
        LuaNative.engine_deliver(child.State, parent.State, child.Succeeded ? 1 : 0, child.ResultCount);
        arguments = child.ResultCount + 1;
        Forget(child);
        return parent;
    }

    /// <summary>Nobody can ask for the results of its children any more.</summary>
    private void Orphan(LuaThread parent, bool insideFfi = false)
    {
        while (parent.Children?.First?.Value is { } child)
        {
            Remove(child);
            child.Parent = null;
            if (child.Status != LuaThreadStatus.Zombie)
                Add(child);
            else if (insideFfi)
                Vm.Threads.ReturnUserLater(child);
            else
                Vm.Threads.ReturnUser(child);
        }
    }

    private void Remove(LuaThread thread)
    {
        thread.Sibling.List!.Remove(thread.Sibling);
        userThreads--;
    }

    private void Post(LuaThread thread)
    {
        thread.IsPosted = true;
        posted.Enqueue(thread);
    }

    private bool TakePosted([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LuaThread? thread)
    {
        while (posted.TryDequeue(out thread))
        {
            // Not so when it was killed meanwhile.
            if (!thread.IsPosted)
                continue;
            thread.IsPosted = false;
            return true;
        }

        return false;
    }

    private void KillAll()
    {
        if (entry is not null)
            Orphan(entry);
        while (orphans.Last?.Value is { } thread)
            Forget(thread);
        posted.Clear();
        Spawned = null;
        entry?.Cancel();
    }
}
