namespace Engine.Core.Loop;

/// <summary>
/// Gives memory back to the system when a flood of connections is over, whether they came at once or one after the other: without it the
/// collector, which runs only when something is allocated, would keep what the flood needed for as long as the server is idle.
/// </summary>
internal sealed class MemoryReturn(EventLoop loop) : Timer
{
    /// <summary>Fewer connections than this leave too little behind.</summary>
    private const int MinFlood = 512;

    /// <summary>Connections close in swarms: the last one is waited for.</summary>
    private const int QuietMs = 1000;

    private int peak;
    private int taken;

    /// <summary>There is one more connection.</summary>
    public void OnTaken(int count)
    {
        taken++;
        peak = Math.Max(peak, count);
    }

    /// <summary>There is one connection less.</summary>
    public void OnReleased(int count)
    {
        if (taken < MinFlood || count > peak / 4)
            return;
        if (peak >= MinFlood)
        {
            peak = count;
            taken = 0;
        }

        // Short connections one after the other put it off for as long as they come.
        Arm(loop, QuietMs);
    }

    protected override void OnExpired()
    {
        taken = 0;
        _ = Collect();
    }

    private static async Task Collect() => await HelperThreads.Run(static nothing => CollectAll(nothing), 0);

    private static int CollectAll(int nothing)
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return nothing;
    }
}
