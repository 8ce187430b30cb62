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

    public void Start()
    {
        stopped = false;
        loop.Register(this, socket.Fd, Epoll.EPOLLIN | (socket.Options.ReusePort ? 0 : Epoll.EPOLLEXCLUSIVE));
    }

    public void Stop()
    {
        stopped = true;
        backoff?.Detach();
        Suspend();
    }

    public int Index { get; set; } = -1;

    public uint Generation { get; set; }

    public void OnEvents(uint flags)
    {
        do
        {
            if (loop.ConnectionCount >= loop.ConnectionLimit)
            {
                OnExhausted($"{loop.ConnectionLimit} worker_connections are not enough", 0);
                return;
            }

            var fd = Sockets.Accept(socket.Fd, address, out var length);
            if (fd < 0)
            {
                OnAcceptFailed(-fd);
                return;
            }

            var connection = new EpollConnection(loop, fd, address.AsSpan(0, length), socket);
            if (!connection.Register())
                continue;
            acceptor.OnAccepted(connection);
        }
        while (loop.MultiAccept && !stopped);
    }

    private void OnAcceptFailed(int errno)
    {
        switch (errno)
        {
            case Errno.EAGAIN or Errno.EINTR or Errno.ECONNABORTED:
                return;
            case Errno.EMFILE or Errno.ENFILE:
                OnExhausted("accept4() failed", errno);
                return;
            default:
                loop.OnProblem("accept4() failed", errno);
                return;
        }
    }

    /// <summary>Out of connections or descriptors: the backlog waits, timers and running requests go on.</summary>
    private void OnExhausted(string problem, int errno)
    {
        loop.OnProblem(problem, errno);
        Suspend();
        (backoff ??= new BackoffTimer(this)).Arm(loop, BackoffMs);
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
        protected override void OnExpired()
        {
            if (!listener.stopped)
                listener.Start();
        }
    }
}
