using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>Gives an outgoing socket its local address and its buffers.</summary>
internal static class SocketBinding
{
    public static void SetBuffers(int fd, ConnectOptions options)
    {
        if (options.ReceiveBuffer is { } receive)
            Sockets.SetOption(fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, receive);
        if (options.SendBuffer is { } send)
            Sockets.SetOption(fd, Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, send);
    }

    /// <summary>The same for a socket of .NET.</summary>
    public static void SetBuffers(System.Net.Sockets.Socket socket, ConnectOptions options)
    {
        if (options.ReceiveBuffer is { } receive)
            socket.ReceiveBufferSize = receive;
        if (options.SendBuffer is { } send)
            socket.SendBufferSize = send;
    }

    /// <summary>0 or -errno.</summary>
    public static int Bind(int fd, SocketAddress local, bool transparent)
    {
        if (transparent)
        {
            var result = local.IsIPv6
                ? Sockets.SetOption(fd, Sockets.IPPROTO_IPV6, Sockets.IPV6_TRANSPARENT, 1)
                : Sockets.SetOption(fd, Sockets.IPPROTO_IP, Sockets.IP_TRANSPARENT, 1);
            if (result < 0)
                return result;
        }

        // The port is chosen with the peer known, so that one local port can serve several peers.
        if (local is { IsUnix: false, Port: 0 })
            Sockets.SetOption(fd, Sockets.IPPROTO_IP, Sockets.IP_BIND_ADDRESS_NO_PORT, 1);
        return Sockets.Bind(fd, local.Bytes);
    }
}
