using Engine.Core.Listening;
using Engine.Core.Net;
using Engine.Stream.Conf;

namespace Engine.Stream.Listening;

/// <summary>The <c>listen</c> directives of stream.</summary>
internal sealed class StreamListenTable : ListenTable<StreamServer, ListenAddress<StreamServer>>
{
    protected override ListenAddress<StreamServer> Create(SocketAddress address, ListenParameters parameters, string file, int line) =>
        new(address, parameters, file, line);

    protected override List<ServerName> NamesOf(StreamServer server) => server.Core.Names;
}
