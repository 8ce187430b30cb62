namespace Engine.Upstream.Balancing.RoundRobin;

/// <summary>
/// Smooth weighted round robin: every choice raises each peer by its weight and lowers the chosen one by the sum, so that a peer of
/// weight 5 among two of weight 1 gets its turns spread, not in a row.
/// </summary>
internal sealed class RoundRobinBalancer : Balancer
{
    public override Peer? Pick(PeerSelection selection) => Choose(selection, static (_, _) => true, 0);

    /// <summary>Round robin among those that a method leaves over.</summary>
    internal static Peer? Choose<TState>(PeerSelection selection, Func<Peer, TState, bool> isCandidate, TState state)
    {
        Peer? best = null;
        var total = 0;
        foreach (var peer in selection.Set.Peers)
        {
            if (!selection.CanUse(peer) || !isCandidate(peer, state))
                continue;
            var live = peer.State;
            live.CurrentWeight += live.EffectiveWeight;
            total += live.EffectiveWeight;
            // A peer that failed gets its weight back step by step.
            if (live.EffectiveWeight < peer.Server.Weight)
                live.EffectiveWeight++;
            if (best is null || live.CurrentWeight > best.State.CurrentWeight)
                best = peer;
        }

        if (best is not null)
            best.State.CurrentWeight -= total;
        return best;
    }
}
