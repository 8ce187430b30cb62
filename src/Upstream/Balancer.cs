namespace Engine.Upstream;

/// <summary>A load balancing method: one object for each group that uses it.</summary>
public abstract class Balancer
{
    /// <summary>The method works with <c>backup</c> servers.</summary>
    public virtual bool SupportsBackup => true;

    /// <summary>The primary peers are known, again when they change: what the method computes from them, or null.</summary>
    public virtual object? Prepare(PeerSet primary) => null;

    /// <summary>
    /// Chooses a peer of <see cref="PeerSelection.Set"/> for which <see cref="PeerSelection.CanUse"/> holds; null when there is none.
    /// Called inside the group's gate: it neither waits nor evaluates anything (see <see cref="Begin"/>).
    /// </summary>
    public abstract Peer? Pick(PeerSelection selection);

    /// <summary>A request begins: what the method needs of it is put into the selection.</summary>
    public virtual void Begin(PeerSelection selection)
    {
    }
}
