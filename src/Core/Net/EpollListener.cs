using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>
/// One worker's share of a listening socket. EPOLLEXCLUSIVE wakes one worker for a connection, which is what
/// accept_mutex was for.
/// </summary>
internal sealed class EpollListener(EpollEventLoop loop, ListeningSocket socket, IConnectionAcceptor acceptor) : IEpollSource
{
    /// <summary>How long a worker without free descriptors stops accepting, as nginx's accept_mutex_delay.</summary>
    private const int BackoffMs = 500;

    private readonly byte[] address = new byte[Sockets.MaxAddress];
    private BackoffTimer? backoff;
    private bool stopped;

    public ListeningSocket Socket => socket;

    public int Index { get; set; } = -1;

    public uint Generation { get; set; }

    public void Start() =>
        loop.Register(this, socket.Fd, Epoll.EPOLLIN | (socket.Options.ReusePort ? 0 : Epoll.EPOLLEXCLUSIVE));

    public void Stop()
    {
        stopped = true;
        backoff?.Detach();
        Suspend();
    }

    public void OnEvents(uint flags)
    {
        while (Accept() && loop.MultiAccept && !stopped)
        {
        }
    }

    /// <summary>False when there is nothing to accept, or accepting has to wait.</summary>
    private bool Accept()
    {
        var fd = Sockets.Accept(socket.Fd, address, out var length);
        if (fd < 0)
            return OnAcceptFailed(-fd);
        if (!loop.Slots.TryTake())
        {
            Sockets.Close(fd);
            return true;
        }

        var connection = new EpollConnection(loop, fd, new SocketAddress(address.AsSpan(0, length)), socket);
        if (connection.Register() == 0)
            acceptor.OnAccepted(connection);
        return true;
    }

    /// <summary>True when other connections may be waiting behind the one that failed.</summary>
    private bool OnAcceptFailed(int errno)
    {
        switch (errno)
        {
            case Errno.EAGAIN:
                return false;
            case Errno.EINTR:
                return true;
            case Errno.ECONNABORTED:
                loop.Log.Write(LogLevel.Error, $"accept4() failed", errno);
                return true;
            case Errno.EMFILE or Errno.ENFILE:
                loop.Log.Write(LogLevel.Crit, $"accept4() failed", errno);
                break;
            default:
                loop.Log.Write(LogLevel.Alert, $"accept4() failed", errno);
                break;
        }

        // The backlog waits; timers and running requests go on.
        Suspend();
        (backoff ??= new BackoffTimer(this)).Arm(loop, BackoffMs);
        return false;
    }

    private void Suspend()
    {
        if (Index < 0)
            return;
        loop.RemoveDescriptor(socket.Fd);
        loop.Unregister(this);
    }

    private sealed class BackoffTimer(EpollListener listener) : Loop.Timer
    {
        protected override void OnExpired() => listener.Start();
    }
}
