using Engine.Core.Loop;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Semaphore;

/// <summary>What a wait came to; Vm state.wake has one of the first two after it.</summary>
internal enum SemaphoreWait
{
    Taken = 0,
    Timeout = 1,
    Waiting = 2,
}

/// <summary>A counter of resources and those who wait for one, served in the order they came.</summary>
internal sealed class LuaSemaphore(LuaVm vm) : LuaWait
{
    private readonly LuaThreadQueue waiting = new();
    private Delivery? delivery;
    private int resources;

    public int Count => resources - waiting.Count;

    public void Reset(int count) => resources = count;

    public SemaphoreWait Wait(LuaThread thread, long timeoutMs)
    {
        // Who came first is served first, even when a resource is there that was not handed out yet.
        if (resources > 0 && waiting.Count == 0)
        {
            resources--;
            return SemaphoreWait.Taken;
        }

        if (timeoutMs <= 0)
            return SemaphoreWait.Timeout;
        waiting.Add(thread);
        thread.Park(this, timeoutMs);
        return SemaphoreWait.Waiting;
    }

    /// <summary>Those who can go on do so later in this turn: the caller is Lua code.</summary>
    public void Post(int count)
    {
        resources += count;
        if (waiting.Count > 0)
            vm.Loop.Defer(delivery ??= new Delivery(this));
    }

    public override void OnTimeout(LuaThread thread)
    {
        waiting.Remove(thread);
        thread.Wake((int)SemaphoreWait.Timeout);
    }

    public override void OnCancelled(LuaThread thread) => waiting.Remove(thread);

    private void Deliver()
    {
        while (resources > 0 && waiting.TakeFirst() is { } thread)
        {
            resources--;
            thread.Wake((int)SemaphoreWait.Taken);
        }
    }

    private sealed class Delivery(LuaSemaphore semaphore) : PostedEvent
    {
        public override void Invoke() => semaphore.Deliver();
    }
}
