using System.Diagnostics;
using Engine.Core.Loop;
using Engine.Core.Net.Datagrams;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>A connected datagram socket of an epoll loop: the kernel drops what others than the peer send.</summary>
internal sealed class EpollUdpSocket(EpollEventLoop loop) : UdpSocket, IEpollSource
{
    /// <summary>An address of the family alone: Linux chooses a name, so that a unix-domain peer can answer.</summary>
    private static readonly byte[] AnyUnixName = [Sockets.AF_UNIX, 0];

    private readonly DatagramReceive receive = new();
    private readonly DatagramSend send = new();
    private int fd = -1;

    public int Index { get; set; } = -1;

    public uint Generation { get; set; }

    public override SocketAddress? Local
    {
        get
        {
            Span<byte> name = stackalloc byte[Sockets.MaxAddress];
            return fd >= 0 && Sockets.LocalName(fd, name, out var length) >= 0 ? new SocketAddress(name[..length]) : null;
        }
    }

    public override int Connect(SocketAddress remote, ConnectOptions options)
    {
        Debug.Assert(fd < 0, "connected twice");
        if (!loop.Slots.TryTake())
            return Errno.ENOBUFS;
        fd = Sockets.Open(remote.Family, Sockets.SOCK_DGRAM);
        var result = fd < 0 ? fd : BindAndConnect(remote, options);
        if (result < 0)
            CloseSocket();
        return -result;
    }

    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram)
    {
        var sent = Sockets.Send(fd, datagram.Span);
        return sent == -Errno.EAGAIN ? send.Wait(datagram) : new ValueTask<int>(sent);
    }

    public override int TrySend(ReadOnlySpan<byte> datagram)
    {
        int sent;
        do
            sent = Sockets.Send(fd, datagram);
        while (sent == -Errno.EINTR);
        return sent;
    }

    public override int TryReceive(Span<byte> buffer)
    {
        int received;
        do
            received = Sockets.Receive(fd, buffer);
        while (received == -Errno.EINTR);
        return received;
    }

    public override ValueTask<int> WaitToReceiveAsync() => fd < 0 ? new ValueTask<int>(-Errno.ECANCELED) : receive.WaitForAny();

    public override void CancelReceive() => receive.TryFinish(-Errno.ECANCELED);

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, int timeoutMs)
    {
        var received = Sockets.Receive(fd, buffer.Span);
        return received == -Errno.EAGAIN ? receive.Wait(loop, buffer, timeoutMs) : new ValueTask<int>(received);
    }

    public override void Close()
    {
        if (fd < 0)
            return;
        CloseSocket();
        loop.Post(new CloseNotice(this));
    }

    public void OnEvents(uint flags)
    {
        if (receive.IsWaiting)
            receive.TryFinish(receive.Buffer.IsEmpty ? 0 : Sockets.Receive(fd, receive.Buffer.Span));
        if (fd >= 0 && send.IsWaiting)
            send.TryFinish(Sockets.Send(fd, send.Datagram.Span));
    }

    private int BindAndConnect(SocketAddress remote, ConnectOptions options)
    {
        SocketBinding.SetBuffers(fd, options);
        var result = options.Local is { } local ? SocketBinding.Bind(fd, local, options.Transparent) : remote.IsUnix ? Sockets.Bind(fd, AnyUnixName) : 0;
        if (result < 0)
            return result;
        result = Sockets.Connect(fd, remote.Bytes);
        return result < 0 ? result : -loop.Register(this, fd, EpollConnection.Interest);
    }

    private void CloseSocket()
    {
        loop.Unregister(this);
        if (fd >= 0)
            Sockets.Close(fd);
        fd = -1;
        loop.Slots.Release();
    }

    private sealed class CloseNotice(EpollUdpSocket socket) : PostedEvent
    {
        public override void Invoke()
        {
            socket.receive.TryFinish(-Errno.ECANCELED);
            socket.send.TryFinish(-Errno.ECANCELED);
        }
    }
}
