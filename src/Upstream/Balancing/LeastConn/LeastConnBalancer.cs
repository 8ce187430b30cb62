using Engine.Core.Conf;
using Engine.Upstream.Balancing.RoundRobin;

namespace Engine.Upstream.Balancing.LeastConn;

/// <summary><c>least_conn</c>: the peer with the fewest connections for its weight; round robin among equals.</summary>
internal sealed class LeastConnBalancer : Balancer
{
    public static void Register(Action<Directive> add, ConfContext context) =>
        add(new Directive("least_conn", context, 0, 0, static use => UpstreamScope.Of(use).Group.Use(new LeastConnBalancer(), use)));

    public override Peer? Pick(PeerSelection selection)
    {
        Peer? best = null;
        foreach (var peer in selection.Set.Peers)
        {
            if (selection.CanUse(peer) && (best is null || Compare(peer, best) < 0))
                best = peer;
        }

        return best is null ? null : RoundRobinBalancer.Choose(selection, static (peer, least) => Compare(peer, least) == 0, best);
    }

    /// <summary>By connections divided by weight.</summary>
    internal static int Compare(Peer a, Peer b) =>
        ((long)a.State.Connections * b.Server.Weight).CompareTo((long)b.State.Connections * a.Server.Weight);
}
