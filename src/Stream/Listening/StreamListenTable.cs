using Engine.Core.Listening;
using Engine.Core.Net;
using Engine.Stream.Conf;

namespace Engine.Stream.Listening;

/// <summary>An address that servers of stream listen on.</summary>
internal sealed class StreamListenAddress(SocketAddress address, ListenParameters parameters, string file, int line)
    : ListenAddress<StreamServer>(address, parameters, file, line)
{
}

/// <summary>The <c>listen</c> directives of stream.</summary>
internal sealed class StreamListenTable : ListenTable<StreamServer, StreamListenAddress>
{
    protected override StreamListenAddress Create(SocketAddress address, ListenParameters parameters, string file, int line) => new(address, parameters, file, line);

    protected override void ArrangeNames(StreamListenAddress address, Action<string> warn)
    {
    }
}
