using Engine.Core.Net.Datagrams;
using Engine.Interop.Libc;
using Socket = System.Net.Sockets.Socket;

namespace Engine.Core.Net;

/// <summary>A bound, listening socket. It outlives the configuration that opened it when the next one wants the same address.</summary>
public sealed class ListeningSocket
{
    private readonly List<RefusedOption> refused = [];
    private readonly bool isPortable;
    private Socket? socket;

    private ListeningSocket(SocketAddress address, int fd, ListenOptions options)
    {
        Address = address;
        Fd = fd;
        Options = options;
        if (options is { IsDatagram: true, ReusePort: false })
            Routes = new DatagramRoutes();
    }

    internal ListeningSocket(SocketAddress address, Socket socket, ListenOptions options, List<RefusedOption> refused)
        : this(address, OperatingSystem.IsWindows() ? -1 : (int)socket.Handle, options)
    {
        isPortable = true;
        this.socket = socket;
        this.refused = refused;
    }

    /// <summary>The address bound, with the port that the kernel chose when none was given.</summary>
    public SocketAddress Address { get; }

    public int Fd { get; }

    public ListenOptions Options { get; }

    /// <summary>Options that the system refused; the socket works without them, and a warning is due.</summary>
    public IReadOnlyList<RefusedOption> Refused => refused;

    /// <summary>Whether accepted connections can be for several local addresses, so that each has to be asked for its own.</summary>
    public bool IsWildcard => Address.IsWildcard;

    /// <summary>The workers of the clients, of a UDP socket that several workers share.</summary>
    internal DatagramRoutes? Routes { get; }

    /// <summary>A socket that another process bound, under these options, which are applied to it.</summary>
    public static ListeningSocket FromFd(SocketAddress address, int fd, ListenOptions options)
    {
        var inherited = new ListeningSocket(address, fd, options);
        if (!options.Deferred && !options.IsDatagram && !address.IsUnix)
            inherited.Set("TCP_DEFER_ACCEPT", Sockets.IPPROTO_TCP, Sockets.TCP_DEFER_ACCEPT, 0);
        inherited.Listen();
        return inherited;
    }

    /// <summary>Binds and listens.</summary>
    /// <param name="failure">nginx's message when it can't: <c>bind() to 0.0.0.0:80 failed</c>.</param>
    /// <param name="isTest">The socket is closed at once: datagrams of a server that runs there are not to come here meanwhile.</param>
    public static ListeningSocket? Bind(SocketAddress address, ListenOptions options, out string? failure, out int errno, bool isTest = false)
    {
        if (!OperatingSystem.IsLinux())
            return PortableListening.Bind(address, options, out failure, out errno);
        var fd = Sockets.Open(address.Family, options.IsDatagram ? Sockets.SOCK_DGRAM : Sockets.SOCK_STREAM, options.Multipath ? Sockets.IPPROTO_MPTCP : 0);
        if (fd < 0)
            return Fail($"socket() {address} failed", fd, out failure, out errno);
        var result = BindAddress(fd, address, options, reuse: !(isTest && options.IsDatagram));
        if (result < 0)
        {
            Sockets.Close(fd);
            return Fail($"bind() to {address} failed", result, out failure, out errno);
        }

        var bound = new ListeningSocket(NameOf(fd, address), fd, options);
        result = bound.Listen();
        if (result < 0)
        {
            bound.Close(removePath: true);
            return Fail($"listen() to {address}, backlog {options.Backlog} failed", result, out failure, out errno);
        }

        failure = null;
        errno = 0;
        return bound;
    }

    /// <summary>The same socket under the options of the next configuration. What is fixed once it is bound stays as it is.</summary>
    public ListeningSocket WithOptions(ListenOptions options) =>
        isPortable || options == Options ? this : FromFd(Address, Fd, options);

    /// <summary>Closes the socket, which no loop may listen to any more.</summary>
    /// <param name="removePath">Removes the path of a unix-domain socket too, which its last owner does.</param>
    public void Close(bool removePath = false)
    {
        socket?.Dispose();
        if (!isPortable)
            Sockets.Close(Fd);
        if (removePath && Address.IsUnix)
            File.Delete(Address.UnixPath);
    }

    /// <summary>The socket as .NET's (<c>use sockets;</c>), which all loops share.</summary>
    internal Socket ToSocket()
    {
        if (Volatile.Read(ref socket) is { } existing)
            return existing;
        // A descriptor of its own: .NET registers each once.
        var created = new Socket(new System.Net.Sockets.SafeSocketHandle(Descriptors.Duplicate(Fd), ownsHandle: true));
        if (Interlocked.CompareExchange(ref socket, created, null) is not { } other)
            return created;
        created.Dispose();
        return other;
    }

    private static int BindAddress(int fd, SocketAddress address, ListenOptions options, bool reuse)
    {
        if (reuse)
            Sockets.SetOption(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
        if (options.ReusePort)
            Sockets.SetOption(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEPORT, 1);
        if (address.IsIPv6)
            Sockets.SetOption(fd, Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY, options.IPv6Only ? 1 : 0);
        var result = Sockets.Bind(fd, address.Bytes);
        const uint everyone = 0x1B6;
        if (result >= 0 && address.IsUnix)
            Files.ChangeMode(address.UnixPath, everyone);
        return result;
    }

    private static SocketAddress NameOf(int fd, SocketAddress address)
    {
        Span<byte> name = stackalloc byte[Sockets.MaxAddress];
        return address.IsUnix || address.Port != 0 || Sockets.LocalName(fd, name, out var length) < 0 ? address : new SocketAddress(name[..length]);
    }

    private static ListeningSocket? Fail(string message, int result, out string failure, out int errno)
    {
        failure = message;
        errno = -result;
        return null;
    }

    private int Listen()
    {
        // Before listen(2): connections inherit the window that fits these buffers.
        SetBuffers();
        if (Options.IsDatagram)
            return WantLocalAddresses();
        if (!Address.IsUnix)
            SetTcpOptions();
        return Sockets.Listen(Fd, Options.Backlog);
    }

    /// <summary>Clients are answered from the address that they sent to.</summary>
    private int WantLocalAddresses()
    {
        if (!Address.IsWildcard)
            return 0;
        return Address.IsIPv6
            ? Sockets.SetOption(Fd, Sockets.IPPROTO_IPV6, Sockets.IPV6_RECVPKTINFO, 1)
            : Sockets.SetOption(Fd, Sockets.IPPROTO_IP, Sockets.IP_PKTINFO, 1);
    }

    private void SetBuffers()
    {
        if (Options.ReceiveBuffer is { } receive)
            Set("SO_RCVBUF", Sockets.SOL_SOCKET, Sockets.SO_RCVBUF, receive);
        if (Options.SendBuffer is { } send)
            Set("SO_SNDBUF", Sockets.SOL_SOCKET, Sockets.SO_SNDBUF, send);
    }

    private void SetTcpOptions()
    {
        // Accepted connections inherit it: nearly all want it, and are spared a system call each.
        Set("TCP_NODELAY", Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, 1);
        if (Options.Deferred)
            Set("TCP_DEFER_ACCEPT", Sockets.IPPROTO_TCP, Sockets.TCP_DEFER_ACCEPT, 1);
        if (Options.FastOpen is { } fastOpen)
            Set("TCP_FASTOPEN", Sockets.IPPROTO_TCP, Sockets.TCP_FASTOPEN, fastOpen);
        if (Options.KeepAlive is { } keepAlive)
            Set("SO_KEEPALIVE", Sockets.SOL_SOCKET, Sockets.SO_KEEPALIVE, keepAlive ? 1 : 0);
        if (Options.KeepIdle > 0)
            Set("TCP_KEEPIDLE", Sockets.IPPROTO_TCP, Sockets.TCP_KEEPIDLE, Options.KeepIdle);
        if (Options.KeepInterval > 0)
            Set("TCP_KEEPINTVL", Sockets.IPPROTO_TCP, Sockets.TCP_KEEPINTVL, Options.KeepInterval);
        if (Options.KeepCount > 0)
            Set("TCP_KEEPCNT", Sockets.IPPROTO_TCP, Sockets.TCP_KEEPCNT, Options.KeepCount);
    }

    private void Set(string name, int level, int option, int value)
    {
        var result = Sockets.SetOption(Fd, level, option, value);
        if (result < 0)
            refused.Add(new RefusedOption($"setsockopt({name}, {value}) {Address} failed, ignored", -result));
    }
}

/// <summary>A socket option that the system refused: nginx's message, and errno.</summary>
public readonly record struct RefusedOption(string Message, int Errno);

/// <summary>Takes what comes to a listening socket.</summary>
public interface IConnectionAcceptor
{
    void OnAccepted(Connection connection);

    /// <summary>A new client of a UDP socket; its first datagram can be received.</summary>
    void OnClient(DatagramClient client) => client.Close();
}
