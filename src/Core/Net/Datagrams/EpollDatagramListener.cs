using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net.Datagrams;

/// <summary>The same on an epoll loop, with a descriptor of its own: clients are answered after the socket itself was given up.</summary>
internal sealed class EpollDatagramListener : DatagramListener, IEpollSource
{
    /// <summary>Others are served behind so many datagrams.</summary>
    private const int MaxPerTurn = 64;

    /// <summary>One for all listeners of a worker: what came in is copied or passed on before the next one comes.</summary>
    [ThreadStatic]
    private static byte[]? received;

    private readonly EpollEventLoop loop;
    private readonly byte[] key = new byte[Sockets.MaxAddress + 16];
    private int fd;

    public EpollDatagramListener(EpollEventLoop loop, ListeningSocket socket, IConnectionAcceptor acceptor) : base(loop, socket, acceptor)
    {
        this.loop = loop;
        fd = Descriptors.Duplicate(socket.Fd);
    }

    public int Index { get; set; } = -1;

    public uint Generation { get; set; }

    public void Start()
    {
        if (fd >= 0)
            loop.Register(this, fd, Epoll.EPOLLIN | (Socket.Options.ReusePort ? 0 : Epoll.EPOLLEXCLUSIVE));
        else
            loop.Log.Write(LogLevel.Alert, $"fcntl(F_DUPFD_CLOEXEC) failed", -fd);
    }

    public void OnEvents(uint flags)
    {
        received ??= GC.AllocateUninitializedArray<byte>(MaxDatagram, pinned: true);
        for (var count = 0; count < MaxPerTurn && !IsStopped && Receive(received); count++)
        {
        }
    }

    public override ValueTask<int> SendAsync(DatagramClient client, ReadOnlyMemory<byte> datagram) => new(TrySend(client, datagram.Span));

    public override int TrySend(DatagramClient client, ReadOnlySpan<byte> datagram)
    {
        // Of a client's own address only: the socket's needs no telling.
        var local = Socket.IsWildcard && !client.Local.IsWildcard ? client.Local.AddressBytes : default;
        int sent;
        do
            sent = Sockets.SendTo(fd, datagram, client.Remote.Bytes, local);
        while (sent == -Errno.EINTR);
        return sent;
    }

    public override void Dispose()
    {
        if (fd >= 0)
            Sockets.Close(fd);
        fd = -1;
    }

    protected override void StopReceiving()
    {
        if (Index < 0)
            return;
        loop.RemoveDescriptor(fd);
        loop.Unregister(this);
    }

    /// <summary>False when there is nothing to receive.</summary>
    private bool Receive(byte[] buffer)
    {
        var length = Sockets.ReceiveFrom(fd, buffer, key.AsSpan(0, Sockets.MaxAddress), out var remoteLength, key.AsSpan(Sockets.MaxAddress), out var localLength);
        if (length < 0)
        {
            if (length is not (-Errno.EAGAIN or -Errno.EINTR))
                loop.Log.Write(LogLevel.Alert, $"recvmsg() failed", -length);
            return length == -Errno.EINTR;
        }

        key.AsSpan(Sockets.MaxAddress, localLength).CopyTo(key.AsSpan(remoteLength));
        OnDatagram(key.AsSpan(0, remoteLength + localLength), remoteLength, buffer.AsSpan(0, length));
        return true;
    }
}
