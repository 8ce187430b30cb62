namespace Engine.Core.Net;

/// <summary>Networks that count as one thing, such as trusted proxies; unix-domain sockets may be among them.</summary>
public sealed class AddressSet(AddressTable<bool> networks, bool includesUnix)
{
    public bool Contains(NumericAddress address) => networks.TryFind(address, out _);

    public bool Contains(SocketAddress address) => address.TryGetNumber(out var number) ? Contains(number) : includesUnix;
}
