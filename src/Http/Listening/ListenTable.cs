using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Http.Conf;

namespace Engine.Http.Listening;

/// <summary>An address that servers listen on, with the servers.</summary>
internal sealed class ListenAddress(SocketAddress address, ListenParameters parameters, string file, int line)
{
    public SocketAddress Address => address;

    public ListenParameters Parameters { get; set; } = parameters;

    public string File => file;

    public int Line => line;

    public List<VirtualServer> Servers { get; } = [];

    public VirtualServer DefaultServer { get; set; } = null!;

    public ServerNames Names { get; } = new();

    /// <summary>Servers read the fields of requests by rules of their own: they hold as soon as the host is known.</summary>
    public bool HasHeadRules { get; set; }
}

/// <summary>What a <c>listen</c> directive says beside its address.</summary>
internal sealed record ListenParameters(ListenOptions Socket)
{
    /// <summary>An option was given that needs a socket of its own.</summary>
    public bool Bind { get; init; }

    /// <summary>Socket options were given: only one listen of an address may.</summary>
    public bool IsSet { get; init; }

    public bool DefaultServer { get; init; }

    public bool ProxyProtocol { get; init; }
}

/// <summary>A socket to bind, and the addresses whose connections come through it.</summary>
internal sealed class ListenSocket(ListenAddress first)
{
    private readonly List<ListenAddress> specific = [];

    public ListenAddress First => first;

    /// <summary>Another address of the same port, told apart by the local address of a connection.</summary>
    public void Share(ListenAddress address) => specific.Add(address);

    public ListenAddress AddressFor(Connection connection)
    {
        foreach (var address in specific)
        {
            if (address.Address.Equals(connection.Local))
                return address;
        }

        return first;
    }
}

/// <summary>All <c>listen</c> directives of a configuration.</summary>
internal sealed class ListenTable
{
    private readonly Dictionary<SocketAddress, ListenAddress> addresses = [];
    private readonly Dictionary<SocketAddress, ListenSocket> sockets = [];
    private readonly Dictionary<(int Family, int Port), SocketAddress> wildcards = [];

    public IReadOnlyDictionary<SocketAddress, ListenSocket> Sockets => sockets;

    /// <summary>A server listens on an address.</summary>
    /// <exception cref="ConfException">It contradicts another <c>listen</c>.</exception>
    public void Add(SocketAddress address, ListenParameters parameters, VirtualServer server, DirectiveUse? use)
    {
        if (!addresses.TryGetValue(address, out var known))
            addresses.Add(address, known = new ListenAddress(address, parameters, use?.File ?? server.File, use?.Line ?? server.Line));
        else
            Combine(known, parameters, address, server, use!);
        if (parameters.DefaultServer)
            known.DefaultServer = server;
        known.Servers.Add(server);
    }

    /// <summary>When all servers are read: default servers, names, and which sockets are bound.</summary>
    /// <exception cref="ConfException">A server name is malformed.</exception>
    public void Arrange(Action<string> warn)
    {
        foreach (var address in addresses.Values)
        {
            address.DefaultServer ??= address.Servers[0];
            if (address.Servers.Count == 1 && !address.DefaultServer.Core.Names.Exists(static name => name.Pattern is not null))
                continue;
            address.HasHeadRules = !address.Servers.TrueForAll(server => server.Core.ReadsFieldsLike(address.DefaultServer.Core));
            foreach (var server in address.Servers)
                address.Names.Add(server, address.Address, name => warn($"conflicting server name \"{name}\" on {address.Address}, ignored"));
        }

        foreach (var address in addresses.Keys.Where(static address => address.IsWildcard))
            wildcards.Add((address.Family, address.Port), address);
        foreach (var address in addresses.Values)
        {
            if (address.Parameters.Bind || address.Address.IsWildcard || address.Address.IsUnix || WildcardOf(address) is null)
                sockets.Add(address.Address, new ListenSocket(address));
        }

        foreach (var address in addresses.Values)
        {
            if (!sockets.ContainsKey(address.Address))
                sockets[WildcardOf(address)!].Share(address);
        }
    }

    /// <summary>The address for a connection that an earlier configuration accepted; null when this one does not listen there.</summary>
    public ListenAddress? Find(Connection connection) =>
        connection.Listener is { } listener && sockets.TryGetValue(listener.Address, out var socket) ? socket.AddressFor(connection) : null;

    private static void Combine(ListenAddress known, ListenParameters parameters, SocketAddress address, VirtualServer server, DirectiveUse use)
    {
        // A server says all its listens before the next one begins.
        if (known.Servers[^1] == server)
            throw use.Error($"a duplicate listen {address}");
        if (parameters.IsSet && known.Parameters.IsSet)
            throw use.Error($"duplicate listen options for {address}");
        if (parameters.DefaultServer && known.DefaultServer is not null)
            throw use.Error($"a duplicate default server for {address}");
        if (parameters.IsSet)
            known.Parameters = parameters;
        if (parameters.ProxyProtocol != known.Parameters.ProxyProtocol)
            known.Parameters = known.Parameters with { ProxyProtocol = true };
    }

    private SocketAddress? WildcardOf(ListenAddress address) =>
        wildcards.GetValueOrDefault((address.Address.Family, address.Address.Port));
}
