using Engine.Core.Loop;

namespace Engine.Http.Modules.Upstream.Cache;

/// <summary>One request's wait until another, perhaps of another worker, has fetched what both want (<c>proxy_cache_lock</c>).</summary>
internal sealed class CacheWait : PostedEvent
{
    private readonly LoopSignal signal = new();
    private readonly Deadline deadline;
    private EventLoop loop = null!;
    private CacheIndex index = null!;
    private CacheEntry entry = null!;

    public CacheWait()
    {
        deadline = new Deadline(this);
        GivingUp = new GiveUp(this);
    }

    /// <summary>Ends the wait; on its own loop.</summary>
    public PostedEvent GivingUp { get; }

    /// <summary>Done when the other has finished, or after <paramref name="delayMs"/>.</summary>
    public ValueTask<bool> For(EventLoop owner, CacheIndex inIndex, CacheEntry waitedFor, long delayMs)
    {
        loop = owner;
        index = inIndex;
        entry = waitedFor;
        var wait = signal.Next();
        deadline.Arm(owner, delayMs);
        if (!index.AddWaiter(entry, this))
            loop.Defer(this);
        return wait;
    }

    /// <summary>Called by whoever has finished, on any thread, once for each wait.</summary>
    public void Wake() => loop.Post(this);

    public override void Invoke()
    {
        deadline.Detach();
        signal.Set();
    }

    private void End()
    {
        // When it is not there any more, it was woken and is on its way.
        if (!index.RemoveWaiter(entry, this))
            return;
        deadline.Detach();
        signal.Set();
    }

    private sealed class Deadline(CacheWait wait) : Engine.Core.Loop.Timer
    {
        protected override void OnExpired() => wait.End();
    }

    private sealed class GiveUp(CacheWait wait) : PostedEvent
    {
        public override void Invoke() => wait.End();
    }
}
