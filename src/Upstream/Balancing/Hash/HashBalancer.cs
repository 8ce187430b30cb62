using Engine.Upstream.Balancing.RoundRobin;

namespace Engine.Upstream.Balancing.Hash;

/// <summary>
/// <c>hash key</c>: as Cache::Memcached spreads keys, so that both agree. When the peer can't be used, the number of the attempt
/// is put before the key and the hashes add up.
/// </summary>
internal sealed class HashBalancer(UpstreamKey key) : Balancer
{
    public override bool SupportsBackup => false;

    public override void Begin(PeerSelection selection) => selection.Key = key.Evaluate(selection.Client);

    public override Peer? Pick(PeerSelection selection)
    {
        if (selection.Key.IsEmpty || selection.Peers.IsSingle)
            return RoundRobinBalancer.Choose(selection, static (_, _) => true, 0);
        while (selection.Rehashes <= WeightedPlace.MaxRehashes)
        {
            selection.Hash += NextHash(selection);
            selection.Rehashes++;
            var peer = WeightedPlace.Find(selection.Set, selection.Hash % (uint)selection.Set.TotalWeight);
            if (selection.CanUse(peer))
                return peer;
        }

        return RoundRobinBalancer.Choose(selection, static (_, _) => true, 0);
    }

    private static uint NextHash(PeerSelection selection)
    {
        var crc = Crc32.Start;
        if (selection.Rehashes > 0)
        {
            Span<byte> digits = stackalloc byte[11];
            selection.Rehashes.TryFormat(digits, out var length, default, System.Globalization.CultureInfo.InvariantCulture);
            crc.Append(digits[..length]);
        }

        crc.Append(selection.Key.Span);
        return (crc.Value >> 16) & 0x7FFF;
    }
}
