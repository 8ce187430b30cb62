using Engine.Core.Conf;
using Engine.Core.Modules;
using Engine.Core.Net;

namespace Engine.Core.Listening;

/// <summary>All <c>listen</c> directives of one block of a configuration.</summary>
public abstract class ListenTable<TServer, TAddress> where TServer : class where TAddress : ListenAddress<TServer>
{
    private readonly Dictionary<ListenKey, TAddress> addresses = [];
    private readonly Dictionary<ListenKey, ListenSocket<TServer, TAddress>> sockets = [];
    private readonly Dictionary<(int Family, int Port, bool IsDatagram), ListenKey> wildcards = [];

    /// <summary>Known once the table is arranged.</summary>
    public IReadOnlyCollection<ListenSocket<TServer, TAddress>> Sockets => sockets.Values;

    /// <summary>A server listens on an address.</summary>
    /// <param name="use">The directive; null when the server has none.</param>
    /// <exception cref="ConfException">It contradicts another <c>listen</c>.</exception>
    public void Add(SocketAddress address, ListenParameters parameters, TServer server, DirectiveUse? use, string file, int line)
    {
        var key = new ListenKey(address, parameters.Socket.IsDatagram);
        if (!addresses.TryGetValue(key, out var known))
            addresses.Add(key, known = Create(address, parameters, file, line));
        else
            Combine(known, parameters, server, use!);
        if (parameters.DefaultServer)
            known.DefaultServer = server;
        known.Servers.Add(server);
    }

    /// <summary>Default servers, names, and which sockets are bound.</summary>
    /// <exception cref="ConfException">A server name is malformed.</exception>
    private void Arrange(Action<string> warn)
    {
        foreach (var address in addresses.Values)
        {
            address.DefaultServer ??= address.Servers[0];
            if (address.Servers.Count > 1 || NamesOf(address.DefaultServer).Exists(static name => name.Pattern is not null))
                ArrangeNames(address, warn);
        }

        foreach (var key in addresses.Keys.Where(static key => key.Address.IsWildcard))
            wildcards.Add((key.Address.Family, key.Address.Port, key.IsDatagram), key);
        foreach (var (key, address) in addresses)
        {
            if (address.Parameters.Bind || key.Address.IsWildcard || key.Address.IsUnix || WildcardOf(key) is null)
                sockets.Add(key, new ListenSocket<TServer, TAddress>(address));
        }

        foreach (var (key, address) in addresses)
        {
            if (!sockets.ContainsKey(key))
                sockets[WildcardOf(key)!.Value].Share(address);
        }
    }

    /// <summary>When all servers are read: the table is arranged, and its sockets become the cycle's.</summary>
    /// <param name="accept">What takes the connections of a socket on a worker.</param>
    public void Open(Cycle cycle, Func<Worker, ListenSocket<TServer, TAddress>, IConnectionAcceptor> accept)
    {
        Arrange(cycle.Environment.Warn);
        foreach (var socket in Sockets)
        {
            cycle.Listen(new ListenSpecification
            {
                Address = socket.First.Address,
                Options = socket.First.Parameters.Socket,
                Where = socket.First.Where,
                Acceptor = worker => accept(worker, socket),
            });
        }
    }

    /// <summary>The address for a connection that an earlier configuration accepted; null when this one does not listen there.</summary>
    public TAddress? Find(Connection connection) =>
        connection.Listener is { } listener && sockets.TryGetValue(new ListenKey(listener.Address, listener.Options.IsDatagram), out var socket) ? socket.AddressFor(connection) : null;

    protected abstract TAddress Create(SocketAddress address, ListenParameters parameters, string file, int line);

    protected abstract List<ServerName> NamesOf(TServer server);

    /// <summary>The servers of the address are told apart by their names, or the name has captures.</summary>
    protected virtual void ArrangeNames(TAddress address, Action<string> warn)
    {
        foreach (var server in address.Servers)
            address.Names.Add(server, NamesOf(server), address.Address, name => warn($"conflicting server name \"{name}\" on {address.Address}, ignored"));
    }

    private static void Combine(TAddress known, ListenParameters parameters, TServer server, DirectiveUse use)
    {
        // A server says all its listens before the next one begins.
        if (known.Servers[^1] == server)
            throw use.Error($"a duplicate listen {known.Address}");
        if (parameters.IsSet && known.Parameters.IsSet)
            throw use.Error($"duplicate listen options for {known.Address}");
        if (parameters.DefaultServer && known.DefaultServer is not null)
            throw use.Error($"a duplicate default server for {known.Address}");
        // One of them that says so is enough.
        var proxyProtocol = parameters.ProxyProtocol || known.Parameters.ProxyProtocol;
        known.Parameters = (parameters.IsSet ? parameters : known.Parameters) with { ProxyProtocol = proxyProtocol };
    }

    private ListenKey? WildcardOf(ListenKey key) =>
        wildcards.TryGetValue((key.Address.Family, key.Address.Port, key.IsDatagram), out var wildcard) ? wildcard : null;

    private readonly record struct ListenKey(SocketAddress Address, bool IsDatagram);
}
