using Engine.Core.Conf;
using Engine.Upstream.Balancing.LeastConn;
using Engine.Upstream.Balancing.RoundRobin;

namespace Engine.Upstream.Balancing.Random;

/// <summary><c>random [two [least_conn]]</c>: any peer by its weight; or of two such the one with fewer connections.</summary>
internal sealed class RandomBalancer(bool two) : Balancer
{
    public static void Register(Action<Directive> add, ConfContext context) => add(new Directive("random", context, 0, 2, Apply));

    public override bool SupportsBackup => false;

    public override Peer? Pick(PeerSelection selection)
    {
        if (!two)
            return PickOne(selection) ?? RoundRobinBalancer.Choose(selection, static (_, _) => true, 0);
        var first = PickOne(selection);
        var second = PickOne(selection);
        for (var i = 0; second == first && i < WeightedPlace.MaxRehashes; i++)
            second = PickOne(selection);
        if (first is null || second is null)
            return first ?? second ?? RoundRobinBalancer.Choose(selection, static (_, _) => true, 0);
        return LeastConnBalancer.Compare(second, first) < 0 ? second : first;
    }

    private static void Apply(DirectiveUse use)
    {
        if (use.Count > 0 && use[0] != "two")
            throw use.Error($"invalid parameter \"{use[0]}\"");
        if (use.Count > 1 && use[1] != "least_conn")
            throw use.Error($"invalid parameter \"{use[1]}\"");
        UpstreamScope.Of(use).Group.Use(new RandomBalancer(use.Count > 0), use);
    }

    private static Peer? PickOne(PeerSelection selection)
    {
        for (var i = 0; i < WeightedPlace.MaxRehashes; i++)
        {
            var peer = WeightedPlace.Find(selection.Set, (uint)System.Random.Shared.Next(selection.Set.TotalWeight));
            if (selection.CanUse(peer))
                return peer;
        }

        return null;
    }
}
