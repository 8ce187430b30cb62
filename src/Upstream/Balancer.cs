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

    /// <summary>The method is told when peers are chosen, answer and are done, inside the group's gate.</summary>
    public virtual bool WatchesTimes => false;

    /// <summary>A peer was chosen for an attempt, by this method or for a session.</summary>
    public virtual void OnChosen(PeerSelection selection, Peer peer)
    {
    }

    /// <summary>The peer is connected to, so long after the attempt began. Sessions of stream tell.</summary>
    public virtual void OnConnected(PeerSelection selection, Peer peer, long connectMs)
    {
    }

    /// <summary>The head of the response came, or a session's first byte, so long after the attempt began.</summary>
    public virtual void OnHeader(PeerSelection selection, Peer peer, long headerMs)
    {
    }

    /// <summary>The attempt is over.</summary>
    /// <param name="responseMs">How long the response took; -1 when there was none.</param>
    public virtual void OnReleased(PeerSelection selection, Peer peer, long responseMs)
    {
    }

    /// <summary>A request begins: what the method needs of it is put into the selection.</summary>
    public virtual void Begin(PeerSelection selection)
    {
    }
}
