using Engine.Core.Net;

namespace Engine.Core.Listening;

/// <summary>A socket to bind, and the addresses whose connections come through it.</summary>
public sealed class ListenSocket<TServer, TAddress>(TAddress first) where TServer : class where TAddress : ListenAddress<TServer>
{
    private readonly List<TAddress> specific = [];

    public TAddress First => first;

    /// <summary>The address for what came to a local address of the socket.</summary>
    public TAddress AddressFor(Connection connection) => specific.Count == 0 ? first : AddressFor(connection.Local);

    public TAddress AddressFor(SocketAddress local)
    {
        foreach (var address in specific)
        {
            if (address.Address.Equals(local))
                return address;
        }

        return first;
    }

    /// <summary>Another address of the same port, told apart by the local address of a connection.</summary>
    internal void Share(TAddress address) => specific.Add(address);
}
