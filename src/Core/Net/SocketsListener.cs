using System.Net.Sockets;
using Engine.Core.Log;
using Engine.Core.Loop;

namespace Engine.Core.Net;

/// <summary>One worker's accepting from a listening socket on the portable event method.</summary>
internal sealed class SocketsListener(SocketsEventLoop loop, ListeningSocket socket, IConnectionAcceptor acceptor)
{
    /// <summary>How long a worker without free descriptors stops accepting, as nginx's accept_mutex_delay.</summary>
    private const int BackoffMs = 500;

    private readonly CancellationTokenSource stop = new();
    private readonly Socket listening = socket.ToSocket();

    public ListeningSocket Socket => socket;

    public async void Start()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                OnAccepted(await listening.AcceptAsync(stop.Token));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException exception)
            {
                var errno = SocketErrors.ToErrno(exception.SocketErrorCode);
                loop.Log.Write(errno == Interop.Libc.Errno.EMFILE ? LogLevel.Crit : LogLevel.Alert, $"accept() failed", errno);
                new BackoffTimer(this).Arm(loop, BackoffMs);
                return;
            }
        }
    }

    public void Stop() => stop.Cancel();

    private void OnAccepted(Socket accepted)
    {
        if (loop.Slots.TryTake())
            acceptor.OnAccepted(new SocketsConnection(loop, accepted, EndPoints.ToAddress(accepted.RemoteEndPoint), socket));
        else
            accepted.Dispose();
    }

    private sealed class BackoffTimer(SocketsListener listener) : Loop.Timer
    {
        protected override void OnExpired() => listener.Start();
    }
}
