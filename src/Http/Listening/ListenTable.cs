using Engine.Core.Listening;
using Engine.Core.Net;
using Engine.Http.Conf;

namespace Engine.Http.Listening;

/// <summary>An address that servers of http listen on.</summary>
internal sealed class ListenAddress(SocketAddress address, ListenParameters parameters, string file, int line)
    : ListenAddress<VirtualServer>(address, parameters, file, line)
{
    /// <summary>Servers read the fields of requests by rules of their own: they hold as soon as the host is known.</summary>
    public bool HasHeadRules { get; set; }
}

/// <summary>The <c>listen</c> directives of http.</summary>
internal sealed class ListenTable : ListenTable<VirtualServer, ListenAddress>
{
    protected override ListenAddress Create(SocketAddress address, ListenParameters parameters, string file, int line) => new(address, parameters, file, line);

    protected override List<ServerName> NamesOf(VirtualServer server) => server.Core.Names;

    protected override void ArrangeNames(ListenAddress address, Action<string> warn)
    {
        address.HasHeadRules = !address.Servers.TrueForAll(server => server.Core.ReadsFieldsLike(address.DefaultServer.Core));
        base.ArrangeNames(address, warn);
    }
}
