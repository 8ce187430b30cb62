using System.Net.Sockets;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>A connected datagram socket of the portable event method.</summary>
internal sealed class SocketsUdpSocket(SocketsEventLoop loop) : UdpSocket
{
    private readonly List<LoopCancellation> waits = [];
    private Socket? socket;

    public override SocketAddress? Local => socket is null ? null : EndPoints.ToAddress(socket.LocalEndPoint);

    public override int Connect(SocketAddress remote, SocketAddress? local = null)
    {
        if (!loop.Slots.TryTake())
            return Errno.ENOBUFS;
        try
        {
            socket = EndPoints.Open(remote, SocketType.Dgram);
            if (local is not null)
                socket.Bind(EndPoints.Of(local));
            socket.Connect(EndPoints.Of(remote));
            return 0;
        }
        catch (SocketException exception)
        {
            CloseSocket();
            return SocketErrors.ToErrno(exception.SocketErrorCode);
        }
    }

    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram) =>
        WaitAsync(int.MaxValue, token => socket!.SendAsync(datagram, SocketFlags.None, token));

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, int timeoutMs) =>
        WaitAsync(timeoutMs, token => socket!.ReceiveAsync(buffer, SocketFlags.None, token), longest: buffer.Length);

    public override void Close()
    {
        if (socket is null)
            return;
        foreach (var wait in waits.ToArray())
            wait.Cancel();
        CloseSocket();
    }

    private async ValueTask<int> WaitAsync(int timeoutMs, Func<CancellationToken, ValueTask<int>> operation, int longest = 0)
    {
        if (socket is null)
            return -Errno.EBADF;
        using var wait = new LoopCancellation(loop, timeoutMs);
        waits.Add(wait);
        try
        {
            return await operation(wait.Token);
        }
        catch (OperationCanceledException)
        {
            return -wait.Reason;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.MessageSize)
        {
            // Windows reports what did not fit as an error.
            return longest;
        }
        catch (SocketException exception)
        {
            return -SocketErrors.ToErrno(exception.SocketErrorCode);
        }
        finally
        {
            waits.Remove(wait);
        }
    }

    private void CloseSocket()
    {
        socket?.Dispose();
        socket = null;
        loop.Slots.Release();
    }
}
