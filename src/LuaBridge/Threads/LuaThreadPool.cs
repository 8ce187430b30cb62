using Engine.Core.Buffers;
using Engine.LuaBridge.Interop;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Threads;

/// <summary>
/// The light threads of a VM. Those for entry threads keep their coroutine and use it again, so that a handler that runs allocates nothing;
/// those for user threads don't, because Lua code may still hold the coroutine of one that ended. What a burst has left beyond
/// <c>lua_thread_cache_max_entries</c> is let go.
/// </summary>
internal sealed class LuaThreadPool(LuaVm vm)
{
    private readonly List<LuaThread?> all = [];
    private readonly Stack<int> freeSlots = new();
    private readonly SpareStack<LuaThread> freeEntries = new();
    private readonly Stack<LuaThread> freeUsers = new();
    private readonly List<LuaThread> returned = [];
    private long generation;

    /// <summary>References of the Lua function that makes the coroutine of an entry thread, and of the table that keeps the coroutines.</summary>
    internal int Maker { get; set; }

    internal int Anchors { get; set; }

    /// <summary>All there are, pooled ones included.</summary>
    public int Count => all.Count - freeSlots.Count;

    /// <summary>No slot is left for another user thread.</summary>
    public bool IsFull => freeUsers.Count == 0 && Count == SlotId.Slots;

    public LuaThread RentEntry(LuaRun run)
    {
        if (!freeEntries.TryPop(out var thread))
            thread = MakeEntry();
        thread.BeginUse(run, parent: null);
        return thread;
    }

    public void ReturnEntry(LuaThread thread)
    {
        thread.Clean();
        thread.EndUse(NextGeneration());
        if (freeEntries.Count < vm.Settings.ThreadCacheSize)
        {
            freeEntries.Push(thread);
            return;
        }

        LuaNative.engine_clear(vm.MainState, Anchors, thread.Slot);
        Drop(thread);
    }

    /// <summary>One whose coroutine Lua makes; its state is set when it is spawned.</summary>
    public LuaThread RentUser(LuaRun run, LuaThread parent)
    {
        if (!freeUsers.TryPop(out var thread))
            thread = Add();
        thread.BeginUse(run, parent);
        return thread;
    }

    /// <summary>From outside of Lua, which then keeps the coroutine no longer.</summary>
    public void ReturnUser(LuaThread thread)
    {
        LuaNative.engine_clear(vm.MainState, Anchors, thread.Slot);
        ReturnKilled(thread);
    }

    /// <summary>From a C# function that Lua has called; Lua keeps the coroutine until it is left.</summary>
    public void ReturnUserLater(LuaThread thread)
    {
        thread.EndUse(NextGeneration());
        returned.Add(thread);
    }

    /// <summary>Lua was left: the threads that were returned meanwhile become free.</summary>
    internal void FreeReturned()
    {
        foreach (var thread in returned)
            ReturnUser(thread);
        returned.Clear();
    }

    /// <summary>From a C# function that Lua has called; the Lua half drops the coroutine.</summary>
    public void ReturnKilled(LuaThread thread)
    {
        thread.EndUse(NextGeneration());
        thread.State = 0;
        if (freeUsers.Count < vm.Settings.ThreadCacheSize)
            freeUsers.Push(thread);
        else
            Drop(thread);
    }

    /// <summary>The thread that Lua code knows by an identifier; null when it ended and was forgotten.</summary>
    public LuaThread? Find(double id)
    {
        var slot = SlotId.SlotOf(id);
        var thread = slot < all.Count ? all[slot] : null;
        return thread is not null && thread.Status != LuaThreadStatus.Free && thread.Id.Equals(id) ? thread : null;
    }

    /// <summary>One of the VM, not of the slot, which has no memory of objects that were let go.</summary>
    private long NextGeneration() => generation = SlotId.Next(generation);

    private LuaThread MakeEntry()
    {
        var thread = Add();
        thread.State = LuaNative.engine_make_thread(vm.MainState, Maker, thread.Slot);
        // Only memory that has run out makes it fail.
        if (thread.State == 0)
            throw new InvalidOperationException("Lua could not make a coroutine");
        return thread;
    }

    private LuaThread Add()
    {
        if (freeSlots.TryPop(out var slot))
            return all[slot] = new LuaThread(vm, slot, NextGeneration());
        if (all.Count == SlotId.Slots)
            throw new InvalidOperationException("too many light threads");
        var thread = new LuaThread(vm, all.Count, NextGeneration());
        all.Add(thread);
        return thread;
    }

    private void Drop(LuaThread thread)
    {
        all[thread.Slot] = null;
        freeSlots.Push(thread.Slot);
    }
}
