using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>Options of <c>listen</c> that concern the socket. Null leaves the system's default.</summary>
public sealed record ListenOptions
{
    public int Backlog { get; init; } = 511;

    public bool ReusePort { get; init; }

    public bool IPv6Only { get; init; } = true;

    public int? ReceiveBuffer { get; init; }

    public int? SendBuffer { get; init; }

    public bool Deferred { get; init; }

    public int? FastOpen { get; init; }

    public bool? KeepAlive { get; init; }

    /// <summary>Seconds; 0 leaves the default.</summary>
    public int KeepIdle { get; init; }

    public int KeepInterval { get; init; }

    public int KeepCount { get; init; }
}

/// <summary>A bound, listening socket. It outlives the configuration that opened it when the next one wants the same address.</summary>
public sealed class ListeningSocket
{
    private ListeningSocket(SocketAddress address, int fd, ListenOptions options)
    {
        Address = address;
        Fd = fd;
        Options = options;
    }

    public SocketAddress Address { get; }

    public int Fd { get; }

    public ListenOptions Options { get; }

    /// <summary>Whether accepted connections can be for several local addresses, so that each has to be asked for its own.</summary>
    public bool IsWildcard => Address.IsWildcard;

    /// <summary>A socket that another process bound, or the same under changed options, which are applied to it.</summary>
    public static ListeningSocket FromFd(SocketAddress address, int fd, ListenOptions options)
    {
        var socket = new ListeningSocket(address, fd, options);
        Sockets.Listen(fd, options.Backlog);
        socket.ApplyOptions();
        return socket;
    }

    /// <summary>Binds and listens.</summary>
    /// <param name="failure">nginx's message when it can't: <c>bind() to 0.0.0.0:80 failed (98: Address already in use)</c>.</param>
    public static ListeningSocket? Bind(SocketAddress address, ListenOptions options, out string? failure, out int errno)
    {
        var fd = Sockets.Open(address.Family, Sockets.SOCK_STREAM);
        if (fd < 0)
            return Fail("socket()", -1, fd, address, out failure, out errno);
        Sockets.SetOption(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
        if (options.ReusePort)
            Sockets.SetOption(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEPORT, 1);
        if (address.IsIPv6)
            Sockets.SetOption(fd, Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY, options.IPv6Only ? 1 : 0);
        var result = Sockets.Bind(fd, address.Bytes);
        if (result < 0)
            return Fail("bind()", fd, result, address, out failure, out errno);
        if (address.IsUnix)
            Files.ChangeMode(address.UnixPath, 0x1B6);
        result = Sockets.Listen(fd, options.Backlog);
        if (result < 0)
            return Fail("listen()", fd, result, address, out failure, out errno);
        failure = null;
        errno = 0;
        var socket = new ListeningSocket(address, fd, options);
        socket.ApplyOptions();
        return socket;
    }

    public void Close()
    {
        Sockets.Close(Fd);
    }

    private void ApplyOptions()
    {
        if (Options.ReceiveBuffer is { } receive)
            Sockets.SetOption(Fd, Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, receive);
        if (Options.SendBuffer is { } send)
            Sockets.SetOption(Fd, Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, send);
        if (Address.IsUnix)
            return;
        if (Options.Deferred)
            Sockets.SetOption(Fd, Sockets.IPPROTO_TCP, Sockets.TCP_DEFER_ACCEPT, 1);
        if (Options.FastOpen is { } fastOpen)
            Sockets.SetOption(Fd, Sockets.IPPROTO_TCP, Sockets.TCP_FASTOPEN, fastOpen);
        if (Options.KeepAlive is { } keepAlive)
            Sockets.SetOption(Fd, Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE, keepAlive ? 1 : 0);
        if (Options.KeepIdle > 0)
            Sockets.SetOption(Fd, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPIDLE, Options.KeepIdle);
        if (Options.KeepInterval > 0)
            Sockets.SetOption(Fd, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPINTVL, Options.KeepInterval);
        if (Options.KeepCount > 0)
            Sockets.SetOption(Fd, Sockets.IPPROTO_TCP, Sockets.TCP_KEEPCNT, Options.KeepCount);
    }

    private static ListeningSocket? Fail(string call, int fd, int result, SocketAddress address, out string failure, out int errno)
    {
        errno = -result;
        failure = $"{call} to {address} failed";
        if (fd >= 0)
            Sockets.Close(fd);
        return null;
    }
}

/// <summary>Takes the connections of a listening socket.</summary>
public interface IConnectionAcceptor
{
    void OnAccepted(Connection connection);
}
