namespace Engine.Host;

/// <summary>
/// Gives back to the system what the load of a configuration has left behind, once no other follows it: the collector would keep it until as much
/// again is allocated, which in a master or an idle server is never.
/// </summary>
internal sealed class ReloadGarbage(ControlLoop control)
{
    private const int QuietMs = 500;

    private int pending;

    /// <summary>A configuration has taken the place of another.</summary>
    public void OnReloaded()
    {
        pending++;
        control.After(QuietMs, CollectWhenQuiet);
    }

    private void CollectWhenQuiet()
    {
        if (--pending == 0)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
