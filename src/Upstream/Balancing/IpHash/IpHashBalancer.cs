using Engine.Core.Conf;
using Engine.Upstream.Balancing.RoundRobin;

namespace Engine.Upstream.Balancing.IpHash;

/// <summary><c>ip_hash</c>: a client's requests go to the same peer; the first three octets of IPv4, or all of IPv6, decide.</summary>
internal sealed class IpHashBalancer : Balancer
{
    private const uint Seed = 89;

    public static void Register(Action<Directive> add) =>
        add(new Directive("ip_hash", ConfContext.HttpUpstream, 0, 0, static use => UpstreamScope.Of(use).Group.Use(new IpHashBalancer(), use)));

    public override bool SupportsBackup => false;

    public override void Begin(PeerSelection selection) => selection.Hash = Seed;

    public override Peer? Pick(PeerSelection selection)
    {
        if (selection.Peers.IsSingle)
            return RoundRobinBalancer.Choose(selection, static (_, _) => true, 0);
        var address = selection.Client.ClientAddress;
        var key = address.IsUnix ? default : address.IsIPv6 ? address.AddressBytes : address.AddressBytes[..3];
        while (selection.Rehashes++ <= WeightedPlace.MaxRehashes)
        {
            foreach (var octet in key)
                selection.Hash = (selection.Hash * 113 + octet) % 6271;
            var peer = WeightedPlace.Find(selection.Set, selection.Hash % (uint)selection.Set.TotalWeight);
            if (selection.CanUse(peer))
                return peer;
        }

        return RoundRobinBalancer.Choose(selection, static (_, _) => true, 0);
    }
}
