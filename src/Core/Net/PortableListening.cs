using System.Net.Sockets;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>Binds listening sockets with .NET alone, on systems where the server makes no calls of its own.</summary>
internal static class PortableListening
{
    public static ListeningSocket? Bind(SocketAddress address, ListenOptions options, out string? failure, out int errno)
    {
        Socket? socket = null;
        try
        {
            socket = EndPoints.Open(address, options.IsDatagram ? SocketType.Dgram : SocketType.Stream);
            var refused = new List<RefusedOption>();
            SetOptions(socket, address, options, refused);
            socket.Bind(EndPoints.Of(address));
            if (!options.IsDatagram)
                socket.Listen(options.Backlog);
            if (address.IsUnix && !OperatingSystem.IsWindows())
                LetEveryoneConnect(address.UnixPath);
            failure = null;
            errno = 0;
            return new ListeningSocket(address.IsUnix ? address : EndPoints.ToAddress(socket.LocalEndPoint), socket, options, refused);
        }
        catch (SocketException exception)
        {
            socket?.Dispose();
            failure = $"bind() to {address} failed";
            errno = SocketErrors.ToErrno(exception.SocketErrorCode);
            return null;
        }
    }

    private static void SetOptions(Socket socket, SocketAddress address, ListenOptions options, List<RefusedOption> refused)
    {
        if (options.ReceiveBuffer is { } receive)
            socket.ReceiveBufferSize = receive;
        if (options.SendBuffer is { } send)
            socket.SendBufferSize = send;
        if (address.IsUnix)
            return;
        // SO_REUSEADDR is .NET's default; this is SO_REUSEPORT, which Windows does not have.
        if (options.ReusePort && !OperatingSystem.IsWindows())
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        if (address.IsIPv6)
            socket.DualMode = !options.IPv6Only;
        if (options.KeepAlive is { } keepAlive)
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, keepAlive);
        SetWhenGiven(SocketOptionName.TcpKeepAliveTime, options.KeepIdle);
        SetWhenGiven(SocketOptionName.TcpKeepAliveInterval, options.KeepInterval);
        SetWhenGiven(SocketOptionName.TcpKeepAliveRetryCount, options.KeepCount);
        Refuse("SO_REUSEPORT", options.ReusePort && OperatingSystem.IsWindows());
        Refuse("TCP_DEFER_ACCEPT", options.Deferred);
        Refuse("TCP_FASTOPEN", options.FastOpen is not null);
        Refuse("MPTCP", options.Multipath);

        void SetWhenGiven(SocketOptionName name, int value)
        {
            if (value > 0)
                socket.SetSocketOption(SocketOptionLevel.Tcp, name, value);
        }

        void Refuse(string name, bool wanted)
        {
            if (wanted)
                refused.Add(new RefusedOption($"{name} is not supported on this platform for {address}, ignored", Errno.ENOTSUP));
        }
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void LetEveryoneConnect(string path)
    {
        const UnixFileMode everyone = (UnixFileMode)0x1B6;
        File.SetUnixFileMode(path, everyone);
    }
}
