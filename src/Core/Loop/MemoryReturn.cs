namespace Engine.Core.Loop;

/// <summary>
/// Gives memory back to the system when a crowd of connections is gone, whether they came at once or one after the other: without it the
/// collector, which runs only when something is allocated, would keep what the crowd needed for as long as the server is idle.
/// </summary>
internal sealed class MemoryReturn(EventLoop loop) : Timer
{
    /// <summary>Less than this is not worth a collection.</summary>
    private const int MinAllocatedBytes = 1 << 20;

    /// <summary>Connections close in swarms: the last one is waited for.</summary>
    private const int QuietMs = 1000;

    private int peak;
    private long collectedAt;

    /// <summary>There is one more connection.</summary>
    public void OnTaken(int count)
    {
        // What the thread has allocated before it served anybody stays.
        if (peak == 0)
            collectedAt = GC.GetAllocatedBytesForCurrentThread();
        peak = Math.Max(peak, count);
    }

    /// <summary>There is one connection less; called on the loop's thread.</summary>
    public void OnReleased(int count)
    {
        if (count > peak / 4 || GC.GetAllocatedBytesForCurrentThread() - collectedAt < MinAllocatedBytes)
            return;

        // Short connections one after the other put it off for as long as they come.
        Arm(loop, QuietMs);
    }

    protected override void OnExpired()
    {
        peak = Math.Max(loop.ConnectionCount, 1);
        collectedAt = GC.GetAllocatedBytesForCurrentThread();
        _ = Collect();
    }

    private static async Task Collect() => await HelperThreads.Run(static nothing => CollectAll(nothing), 0);

    private static int CollectAll(int nothing)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return nothing;
    }
}
