namespace Engine.Upstream;

/// <summary>The peers of a group at one time. A name that is resolved anew makes the next; requests under way keep the one they began with.</summary>
public sealed class GroupPeers
{
    /// <param name="servers">Names that are resolved at run time are those addresses already.</param>
    /// <param name="previous">Whose state goes on for peers that stay.</param>
    internal GroupPeers(IReadOnlyList<UpstreamServer> servers, Balancer balancer, GroupPeers? previous)
    {
        Primary = new PeerSet(servers.Where(static server => !server.IsBackup));
        var backup = new PeerSet(servers.Where(static server => server.IsBackup));
        Backup = backup.Peers.Length > 0 ? backup : null;
        IsSingle = Backup is null && Primary.Peers.Length == 1;
        Adopt(previous);
        Prepared = balancer.Prepare(Primary);
    }

    public PeerSet Primary { get; }

    /// <summary>Null when there are no backup servers.</summary>
    public PeerSet? Backup { get; }

    /// <summary>There is only one peer at all: failures don't take it out.</summary>
    internal bool IsSingle { get; }

    /// <summary>What the balancing method has computed from the peers.</summary>
    internal object? Prepared { get; }

    internal IEnumerable<Peer> All => Primary.Peers.Concat(Backup?.Peers ?? []);

    /// <summary>The state of a peer with the same name and weight goes on; of several equal ones each has its own.</summary>
    private void Adopt(GroupPeers? previous)
    {
        if (previous is null)
            return;
        var known = previous.All.GroupBy(static peer => (peer.Name, peer.Server.Weight)).ToDictionary(static equal => equal.Key, static equal => new Queue<Peer>(equal));
        foreach (var peer in All)
        {
            if (known.TryGetValue((peer.Name, peer.Server.Weight), out var equal) && equal.TryDequeue(out var before))
                peer.State = before.State;
        }
    }
}
