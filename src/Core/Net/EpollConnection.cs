using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>A connection of an epoll loop: one registration for its life.</summary>
internal sealed class EpollConnection : LoopConnection, IEpollSource
{
    public const uint Interest = Epoll.EPOLLIN | Epoll.EPOLLOUT | Epoll.EPOLLRDHUP | Epoll.EPOLLET;

    private readonly EpollEventLoop loop;
    private int fd;
    private bool noDelay;

    public EpollConnection(EpollEventLoop loop, int fd, SocketAddress remote, ListeningSocket? listener) : base(loop, remote, listener)
    {
        this.loop = loop;
        this.fd = fd;
        noDelay = listener is { Options.Multipath: false };
    }

    public int Index { get; set; } = -1;

    public uint Generation { get; set; }

    public override int Fd => fd;

    public override bool ShortReadMeansDrained => true;

    public override bool CanSendFile => true;

    /// <summary>Enters the loop; errno when the kernel refuses, and the connection is closed.</summary>
    public int Register()
    {
        var errno = loop.Register(this, fd, Interest);
        if (errno != 0)
            Close();
        return errno;
    }

    public void OnEvents(uint flags)
    {
        var closing = (flags & (Epoll.EPOLLRDHUP | Epoll.EPOLLHUP | Epoll.EPOLLERR)) != 0;
        var broken = (flags & (Epoll.EPOLLHUP | Epoll.EPOLLERR)) != 0;
        OnEvents(closing || (flags & Epoll.EPOLLIN) != 0, broken || (flags & Epoll.EPOLLOUT) != 0, closing);
    }

    public override int Receive(Span<byte> buffer) => Sockets.Receive(fd, buffer);

    public override int Send(ReadOnlySpan<byte> bytes) => Sockets.Send(fd, bytes);

    public override int SendHeldBack(ReadOnlySpan<byte> bytes) => Sockets.SendHeldBack(fd, bytes);

    public override int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Sockets.Send(fd, first, second);

    public override long SendFile(OpenFile file, long offset, long count) => Sockets.SendFile(fd, file.Fd, offset, count);

    public override void Reset()
    {
        if (!IsClosed)
            Sockets.SetLingerReset(fd);
        Close();
    }

    public override void ShutdownWrite()
    {
        if (!IsClosed)
            Sockets.ShutdownWrite(fd);
    }

    public override void SetNoDelay(bool on)
    {
        if (IsClosed || noDelay == on || Remote.IsUnix)
            return;
        noDelay = on;
        Sockets.SetOption(fd, Sockets.IPPROTO_TCP, Sockets.TCP_NODELAY, on ? 1 : 0);
    }

    protected override void CloseSocket()
    {
        loop.Unregister(this);
        Sockets.Close(fd);
        fd = -1;
    }

    protected override SocketAddress? FindLocal()
    {
        Span<byte> name = stackalloc byte[Sockets.MaxAddress];
        return !IsClosed && Sockets.LocalName(fd, name, out var length) >= 0 ? new SocketAddress(name[..length]) : null;
    }
}
