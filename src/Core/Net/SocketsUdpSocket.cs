using System.Net.Sockets;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>A connected datagram socket of the portable event method.</summary>
internal sealed class SocketsUdpSocket(SocketsEventLoop loop) : UdpSocket
{
    private const int MaxDatagram = 65535;

    private readonly List<LoopCancellation> waits = [];
    private byte[]? received;

    /// <summary>The length of the datagram in <see cref="received"/>, or the -errno in its place.</summary>
    private int? arrived;
    private Socket? socket;

    public override SocketAddress? Local => socket is null ? null : EndPoints.ToAddress(socket.LocalEndPoint);

    public override int Connect(SocketAddress remote, ConnectOptions options)
    {
        if (!loop.Slots.TryTake())
            return Errno.ENOBUFS;
        try
        {
            socket = EndPoints.Open(remote, SocketType.Dgram);
            socket.Blocking = false;
            SocketBinding.SetBuffers(socket, options);
            if (options.Local is { } local)
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

    public override int TrySend(ReadOnlySpan<byte> datagram)
    {
        if (socket is null)
            return -Errno.EBADF;
        var sent = socket.Send(datagram, SocketFlags.None, out var error);
        return error == SocketError.Success ? sent : -SocketErrors.ToErrno(error);
    }

    public override int TryReceive(Span<byte> buffer)
    {
        if (arrived is { } length)
        {
            arrived = null;
            if (length > 0)
                received.AsSpan(0, Math.Min(length, buffer.Length)).CopyTo(buffer);
            return Math.Min(length, buffer.Length);
        }

        if (socket is null)
            return -Errno.EBADF;
        var taken = socket.Receive(buffer, SocketFlags.None, out var error);
        return error == SocketError.Success ? taken : -SocketErrors.ToErrno(error);
    }

    /// <summary>There is no such wait: what is awaited is received, and kept for <see cref="TryReceive"/>.</summary>
    public override async ValueTask<int> WaitToReceiveAsync()
    {
        received ??= new byte[MaxDatagram];
        var length = await ReceiveAsync(received, int.MaxValue);
        if (length == -Errno.ECANCELED)
            return length;
        arrived = length;
        return 0;
    }

    public override void CancelReceive()
    {
        foreach (var wait in waits.ToArray())
            wait.Cancel();
    }

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
