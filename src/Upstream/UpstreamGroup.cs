using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Upstream.Balancing.RoundRobin;
using Engine.Upstream.Keepalive;

namespace Engine.Upstream;

/// <summary>An <c>upstream</c> block, or the group that a host name in <c>proxy_pass</c> stands for. All workers share its state.</summary>
public sealed class UpstreamGroup
{
    internal UpstreamGroup(ByteString name, string file, int line)
    {
        Name = name;
        File = file;
        Line = line;
    }

    public ByteString Name { get; }

    public string File { get; }

    public int Line { get; }

    public List<UpstreamServer> Servers { get; } = [];

    public Balancer Balancer { get; private set; } = new RoundRobinBalancer();

    /// <summary>A directive chose the balancing method.</summary>
    internal bool HasOwnBalancer { get; private set; }

    public KeepaliveSettings Keepalive { get; } = new();

    /// <summary>The name of the <c>zone</c>: state under that name survives a reload. Empty for none.</summary>
    public string Zone { get; internal set; } = "";

    public PeerSet Primary { get; private set; } = null!;

    /// <summary>Null when there are no backup servers.</summary>
    public PeerSet? Backup { get; private set; }

    /// <summary>There is only one peer at all: failures don't take it out.</summary>
    internal bool IsSingle { get; private set; }

    internal Gate Gate { get; private set; } = new();

    /// <summary>Made from what a variable held: no connections are kept.</summary>
    public bool IsTransient { get; private init; }

    /// <summary>A group of addresses that no configuration names: that one of them failed is not remembered.</summary>
    public static UpstreamGroup OfAddresses(ByteString name, IReadOnlyList<SocketAddress> addresses)
    {
        var group = new UpstreamGroup(name, "", 0) { IsTransient = true };
        group.Servers.Add(new UpstreamServer(name, addresses) { MaxFails = 0 });
        group.Complete();
        return group;
    }

    public void Use(Balancer balancer, DirectiveUse use)
    {
        if (HasOwnBalancer)
            use.Warn("load balancing method redefined");
        HasOwnBalancer = true;
        Balancer = balancer;
    }

    /// <summary>All servers are known.</summary>
    /// <exception cref="ConfException">There is none to use.</exception>
    internal void Complete()
    {
        Primary = new PeerSet(Servers.Where(static server => !server.IsBackup));
        var backup = new PeerSet(Servers.Where(static server => server.IsBackup));
        if (Primary.Peers.Length == 0)
            throw new ConfException($"no servers in upstream \"{Name}\"", File, Line);
        Backup = backup.Peers.Length > 0 ? backup : null;
        IsSingle = Backup is null && Primary.Peers.Length == 1;
        Balancer.Prepare(this);
    }

    /// <summary>Goes on with the state that the group of the same zone had before a reload.</summary>
    internal void Adopt(UpstreamGroup previous)
    {
        Gate = previous.Gate;
        Adopt(Primary, previous.Primary);
        if (Backup is not null && previous.Backup is not null)
            Adopt(Backup, previous.Backup);
    }

    private static void Adopt(PeerSet peers, PeerSet previous)
    {
        foreach (var peer in peers.Peers)
        {
            var known = Array.Find(previous.Peers, other => other.Name == peer.Name && other.Server.Weight == peer.Server.Weight);
            if (known is not null)
                peer.State = known.State;
        }
    }
}
