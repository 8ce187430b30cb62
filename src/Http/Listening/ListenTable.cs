using Engine.Core.Listening;
using Engine.Core.Net;
using Engine.Http.Conf;

namespace Engine.Http.Listening;

/// <summary>An address that servers of http listen on.</summary>
internal sealed class ListenAddress(SocketAddress address, ListenParameters parameters, string file, int line)
    : ListenAddress<VirtualServer>(address, parameters, file, line)
{
    public ServerNames Names { get; } = new();

    /// <summary>Servers read the fields of requests by rules of their own: they hold as soon as the host is known.</summary>
    public bool HasHeadRules { get; set; }
}

/// <summary>The <c>listen</c> directives of http.</summary>
internal sealed class ListenTable : ListenTable<VirtualServer, ListenAddress>
{
    protected override ListenAddress Create(SocketAddress address, ListenParameters parameters, string file, int line) => new(address, parameters, file, line);

    protected override void ArrangeNames(ListenAddress address, Action<string> warn)
    {
        if (address.Servers.Count == 1 && !address.DefaultServer.Core.Names.Exists(static name => name.Pattern is not null))
            return;
        address.HasHeadRules = !address.Servers.TrueForAll(server => server.Core.ReadsFieldsLike(address.DefaultServer.Core));
        foreach (var server in address.Servers)
            address.Names.Add(server, address.Address, name => warn($"conflicting server name \"{name}\" on {address.Address}, ignored"));
    }
}
