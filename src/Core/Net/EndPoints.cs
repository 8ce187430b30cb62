using System.Net;
using System.Net.Sockets;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>Addresses between the server's form and .NET's.</summary>
internal static class EndPoints
{
    private static readonly byte[] UnnamedUnix = [Sockets.AF_UNIX, 0];

    public static EndPoint Of(SocketAddress address) =>
        address.IsUnix ? new UnixDomainSocketEndPoint(address.UnixPath) : new IPEndPoint(address.ToIPAddress(), address.Port);

    /// <summary>What stands for any sender to a socket of that address.</summary>
    public static EndPoint AnyOf(SocketAddress address) =>
        address.IsUnix ? new UnixDomainSocketEndPoint("/") : new IPEndPoint(address.IsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, 0);

    public static SocketAddress ToAddress(EndPoint? endPoint)
    {
        if (endPoint is IPEndPoint ip)
            return new SocketAddress(ip.Address, ip.Port);
        var path = endPoint?.ToString();
        return string.IsNullOrEmpty(path) ? new SocketAddress(UnnamedUnix) : SocketAddress.Unix(path);
    }

    public static Socket Open(SocketAddress address, SocketType type)
    {
        if (address.IsUnix)
            return new Socket(AddressFamily.Unix, type, ProtocolType.Unspecified);
        var family = address.IsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return new Socket(family, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
    }
}
