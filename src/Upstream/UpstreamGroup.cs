using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Core.Net.Resolver;
using Engine.Upstream.Balancing.RoundRobin;
using Engine.Upstream.Keepalive;
using Engine.Upstream.Resolve;

namespace Engine.Upstream;

/// <summary>An <c>upstream</c> block, or the group that a host name in <c>proxy_pass</c> stands for. All workers share its state.</summary>
public sealed class UpstreamGroup
{
    private GroupPeers? peers;

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

    /// <summary>The session method, or null.</summary>
    public StickyMethod? Sticky { get; set; }

    /// <summary>The peers of now; read it once for each request.</summary>
    public GroupPeers Peers => Volatile.Read(ref peers!);

    /// <summary>Who is asked for the names that are resolved at run time: the block's own <c>resolver</c>, or the one around.</summary>
    internal NameResolver? Resolver { get; set; }

    internal long? OwnResolverTimeoutMs { get; set; }

    internal long ResolverTimeoutMs { get; private set; }

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
    /// <param name="previous">The group of the same zone before a reload: its peers' states go on.</param>
    /// <exception cref="ConfException">There is none to use.</exception>
    internal void Complete(UpstreamGroup? previous = null)
    {
        if (Servers.TrueForAll(static server => server.IsBackup))
            throw new ConfException($"no servers in upstream \"{Name}\"", File, Line);
        if (previous is not null)
        {
            Gate = previous.Gate;
            InheritNames(previous);
        }

        peers = new GroupPeers(Expand(), Balancer, previous?.Peers);
    }

    /// <summary>Names that are resolved at run time need a resolver and a zone.</summary>
    /// <exception cref="ConfException">One is missing.</exception>
    internal void CompleteResolving(NameResolver? around, long timeoutMs)
    {
        if (!Servers.Exists(static server => server.Resolve is not null))
            return;
        if (Zone.Length == 0)
            throw new ConfException($"resolving names at run time requires upstream \"{Name}\" in {File}:{Line} to be in shared memory");
        Resolver ??= around ?? throw new ConfException($"no resolver defined to resolve names at run time in upstream \"{Name}\"", File, Line);
        ResolverTimeoutMs = OwnResolverTimeoutMs ?? timeoutMs;
    }

    /// <summary>A name has been answered for: the peers are what the names mean now.</summary>
    internal void Refresh()
    {
        var current = Peers;
        Volatile.Write(ref peers, new GroupPeers(Expand(), Balancer, current));
    }

    private List<UpstreamServer> Expand() => [.. Servers.SelectMany(static server => server.Resolve?.ServersOf(server) ?? [server])];

    private void InheritNames(UpstreamGroup previous)
    {
        foreach (var name in NamesOf(this))
        {
            if (NamesOf(previous).FirstOrDefault(name.IsSame) is { } before)
                name.Inherit(before);
        }
    }

    private static IEnumerable<ResolvedName> NamesOf(UpstreamGroup group) =>
        group.Servers.Where(static server => server.Resolve is not null).Select(static server => server.Resolve!);
}
