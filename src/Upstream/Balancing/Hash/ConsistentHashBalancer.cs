using System.Buffers.Binary;
using Engine.Core.Buffers;
using Engine.Upstream.Balancing.RoundRobin;

namespace Engine.Upstream.Balancing.Hash;

/// <summary>
/// <c>hash key consistent</c>: the ketama circle as Cache::Memcached::Fast builds it (160 points for each unit of weight), so that a
/// server that comes or goes moves few keys.
/// </summary>
internal sealed class ConsistentHashBalancer(UpstreamKey key) : Balancer
{
    private const int PointsPerWeight = 160;

    public override bool SupportsBackup => false;

    public override object Prepare(PeerSet primary)
    {
        var all = primary.Peers.DistinctBy(static peer => peer.Server.Name).SelectMany(static peer => PointsOf(peer.Server));
        return all.OrderBy(static point => point.Hash).DistinctBy(static point => point.Hash).ToArray();
    }

    public override void Begin(PeerSelection selection)
    {
        selection.Key = key.Evaluate(selection.Client);
        var crc = Crc32.Start;
        crc.Append(selection.Key.Span);
        selection.Hash = (uint)Find(PointsOf(selection), crc.Value);
    }

    public override Peer? Pick(PeerSelection selection)
    {
        if (selection.Key.IsEmpty)
            return RoundRobinBalancer.Choose(selection, static (_, _) => true, 0);
        var points = PointsOf(selection);
        while (selection.Rehashes <= WeightedPlace.MaxRehashes)
        {
            var server = points[selection.Hash % points.Length].Server;
            if (RoundRobinBalancer.Choose(selection, static (peer, name) => peer.Server.Name == name, server.Name) is { } peer)
                return peer;
            selection.Hash++;
            selection.Rehashes++;
        }

        return RoundRobinBalancer.Choose(selection, static (_, _) => true, 0);
    }

    /// <summary>The first point at or behind a hash; behind the last one the circle begins again.</summary>
    private static int Find((uint Hash, UpstreamServer Server)[] points, uint hash)
    {
        var (low, high) = (0, points.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (points[middle].Hash < hash)
                low = middle + 1;
            else
                high = middle;
        }

        return points.Length == 0 ? 0 : low % points.Length;
    }

    private static (uint Hash, UpstreamServer Server)[] PointsOf(PeerSelection selection) => ((uint Hash, UpstreamServer Server)[])selection.Peers.Prepared!;

    private static IEnumerable<(uint Hash, UpstreamServer Server)> PointsOf(UpstreamServer server)
    {
        var start = Crc32.Start;
        AppendName(ref start, server.Name);
        var previous = 0u;
        var four = new byte[4];
        for (var i = 0; i < server.Weight * PointsPerWeight; i++)
        {
            var crc = start;
            BinaryPrimitives.WriteUInt32LittleEndian(four, previous);
            crc.Append(four);
            previous = crc.Value;
            yield return (previous, server);
        }
    }

    /// <summary>Host, a zero byte, port.</summary>
    private static void AppendName(ref Crc32 crc, ByteString name)
    {
        var text = name.Span;
        ReadOnlySpan<byte> port = default;
        if (text.StartsWith("unix:"u8))
            text = text[5..];
        else if (text.LastIndexOf((byte)':') is >= 0 and var colon && !text[colon..].Contains((byte)']'))
        {
            port = text[(colon + 1)..];
            text = text[..colon];
        }

        crc.Append(text);
        crc.Append([0]);
        crc.Append(port);
    }
}
