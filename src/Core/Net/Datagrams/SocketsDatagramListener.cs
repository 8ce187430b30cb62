using System.Net.Sockets;
using Engine.Core.Log;
using Engine.Core.Loop;

namespace Engine.Core.Net.Datagrams;

/// <summary>The same on the portable event method. A socket of all addresses answers from the one that the system chooses.</summary>
internal sealed class SocketsDatagramListener : DatagramListener
{
    /// <summary>How long nothing is received behind a failure, so that it is not tried and logged without end.</summary>
    private const int BackoffMs = 500;

    private readonly CancellationTokenSource stop = new();
    private readonly Socket listening;

    public SocketsDatagramListener(SocketsEventLoop loop, ListeningSocket socket, IConnectionAcceptor acceptor) : base(loop, socket, acceptor)
    {
        listening = socket.ToSocket();
        // Else .NET allows no call that waits for nothing beside those that are awaited.
        listening.Blocking = false;
    }

    public async void Start()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(MaxDatagram, pinned: true);
        var anyone = EndPoints.AnyOf(Socket.Address);
        while (!IsStopped)
        {
            try
            {
                var result = await listening.ReceiveFromAsync(buffer, SocketFlags.None, anyone, stop.Token);
                var remote = EndPoints.ToAddress(result.RemoteEndPoint);
                OnDatagram(remote.Bytes, remote.Bytes.Length, buffer.AsSpan(0, result.ReceivedBytes));
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.ConnectionReset or SocketError.MessageSize)
            {
                // Windows says here that an earlier datagram reached nobody, or that one was longer than UDP has them.
            }
            catch (SocketException exception)
            {
                Loop.Log.Write(LogLevel.Alert, $"recvfrom() failed", SocketErrors.ToErrno(exception.SocketErrorCode));
                new BackoffTimer(this).Arm(Loop, BackoffMs);
                return;
            }
        }
    }

    public override async ValueTask<int> SendAsync(DatagramClient client, ReadOnlyMemory<byte> datagram)
    {
        try
        {
            return await listening.SendToAsync(datagram, SocketFlags.None, EndPoints.Of(client.Remote));
        }
        catch (SocketException exception)
        {
            return -SocketErrors.ToErrno(exception.SocketErrorCode);
        }
        catch (ObjectDisposedException)
        {
            return -Interop.Libc.Errno.EBADF;
        }
    }

    public override int TrySend(DatagramClient client, ReadOnlySpan<byte> datagram)
    {
        try
        {
            return listening.SendTo(datagram, SocketFlags.None, EndPoints.Of(client.Remote));
        }
        catch (SocketException exception)
        {
            return -SocketErrors.ToErrno(exception.SocketErrorCode);
        }
        catch (ObjectDisposedException)
        {
            return -Interop.Libc.Errno.EBADF;
        }
    }

    public override void Dispose() => stop.Dispose();

    protected override void StopReceiving() => stop.Cancel();

    private sealed class BackoffTimer(SocketsDatagramListener listener) : Loop.Timer
    {
        protected override void OnExpired() => listener.Start();
    }
}
