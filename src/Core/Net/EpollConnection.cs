using System.IO.Pipelines;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>A connection of an epoll loop: one registration for its life, a reader and a writer over the descriptor.</summary>
internal sealed class EpollConnection : Connection, IEpollSource
{
    private readonly EpollEventLoop loop;
    private readonly EpollReader reader;
    private EpollWriter? writer;
    private SocketAddress? local;

    public EpollConnection(EpollEventLoop loop, int fd, ReadOnlySpan<byte> remote, ListeningSocket? listener) : base(loop)
    {
        this.loop = loop;
        Fd = fd;
        Remote = new SocketAddress(remote);
        Listener = listener;
        reader = new EpollReader(this);
        loop.ConnectionCount++;
    }

    public int Fd { get; private set; }

    public int Index { get; set; } = -1;

    public uint Generation { get; set; }

    public bool IsClosed => Fd < 0;

    public override SocketAddress Remote { get; }

    public override SocketAddress Local => local ??= FindLocal();

    public override PipeReader Input => reader;

    public override ConnectionWriter Output => writer ??= new EpollWriter(this);

    public override bool PeerClosed => reader.PeerClosed;

    /// <summary>Enters the loop; false when the kernel refuses, and the connection is closed.</summary>
    public bool Register()
    {
        var errno = loop.Register(this, Fd, Epoll.EPOLLIN | Epoll.EPOLLOUT | Epoll.EPOLLRDHUP | Epoll.EPOLLET);
        if (errno == 0)
            return true;
        loop.OnProblem("epoll_ctl() failed", errno);
        Close();
        return false;
    }

    public void OnEvents(uint flags)
    {
        if ((flags & (Epoll.EPOLLIN | Epoll.EPOLLRDHUP | Epoll.EPOLLHUP | Epoll.EPOLLERR)) != 0)
            reader.OnReadable(closing: (flags & (Epoll.EPOLLRDHUP | Epoll.EPOLLHUP | Epoll.EPOLLERR)) != 0);
        if (Fd >= 0 && (flags & (Epoll.EPOLLOUT | Epoll.EPOLLHUP | Epoll.EPOLLERR)) != 0)
            writer?.OnWritable();
    }

    public override void Close()
    {
        if (Fd < 0)
            return;
        var fd = Fd;
        Fd = -1;
        loop.Unregister(this);
        Sockets.Close(fd);
        loop.ConnectionCount--;
        writer?.OnClosed();
        reader.OnClosed();
    }

    public override void Reset()
    {
        if (Fd >= 0)
            Sockets.SetLingerReset(Fd);
        Close();
    }

    public override void ShutdownWrite()
    {
        if (Fd >= 0)
            Sockets.ShutdownWrite(Fd);
    }

    public override void SetNoDelay(bool on)
    {
        if (Fd >= 0 && !Remote.IsUnix)
            Sockets.SetOption(Fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, on ? 1 : 0);
    }

    private SocketAddress FindLocal()
    {
        if (Listener is { IsWildcard: false } bound)
            return bound.Address;
        Span<byte> name = stackalloc byte[Sockets.MaxAddress];
        return Fd >= 0 && Sockets.LocalName(Fd, name, out var length) >= 0 ? new SocketAddress(name[..length]) : Listener?.Address ?? Remote;
    }
}
