namespace Engine.Upstream;

/// <summary>The primary servers of a group, or the backups.</summary>
public sealed class PeerSet
{
    internal PeerSet(IEnumerable<UpstreamServer> servers)
    {
        var peers = new List<Peer>();
        foreach (var server in servers)
        {
            foreach (var address in server.Addresses)
                peers.Add(new Peer(server, address, peers.Count));
        }

        Peers = [.. peers];
        TotalWeight = peers.Sum(static peer => peer.Server.Weight);
        Tries = peers.Count(static peer => !peer.Server.IsDown);
    }

    public Peer[] Peers { get; }

    public int TotalWeight { get; }

    /// <summary>How many attempts make sense: one for each peer that is not marked down.</summary>
    public int Tries { get; }
}
