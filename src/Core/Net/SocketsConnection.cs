using System.Net.Sockets;
using Engine.Core.Loop;
using Pipelines.Sockets.Unofficial;

namespace Engine.Core.Net;

/// <summary>
/// A connection of the portable event method. It reads and writes without waiting as any other; to learn when that is worth while it
/// lets .NET wait: for input in a receive of no bytes, for output in a send of the first piece that the socket did not take.
/// </summary>
internal sealed class SocketsConnection : LoopConnection
{
    private const int SendPiece = 64 * 1024;

    private readonly Socket socket;
    private readonly SocketAwaitableEventArgs receiveArguments;
    private readonly SocketAwaitableEventArgs sendArguments;
    private byte[]? sendBuffer;
    private bool receiving;
    private bool sending;
    private int sentAhead;
    private int receiveErrno;
    private int sendErrno;

    public SocketsConnection(SocketsEventLoop loop, Socket socket, SocketAddress remote, ListeningSocket? listener) : base(loop, remote, listener)
    {
        this.socket = socket;
        socket.Blocking = false;
        receiveArguments = new SocketAwaitableEventArgs(loop.Scheduler);
        sendArguments = new SocketAwaitableEventArgs(loop.Scheduler);
        receiveArguments.SetBuffer(Memory<byte>.Empty);
    }

    public override bool ShortReadMeansDrained => true;

    public override bool CanSendFile => false;

    public override int Receive(Span<byte> buffer)
    {
        if (receiveErrno != 0)
            return -receiveErrno;
        var received = socket.Receive(buffer, SocketFlags.None, out var error);
        return error == SocketError.Success ? received : -SocketErrors.ToErrno(error);
    }

    public override int Send(ReadOnlySpan<byte> bytes)
    {
        if (sending)
            return -Interop.Libc.Errno.EAGAIN;
        if (sendErrno != 0)
            return -sendErrno;
        if (sentAhead > 0)
        {
            var ahead = sentAhead;
            sentAhead = 0;
            return ahead;
        }

        var sent = socket.Send(bytes, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
            return SendFirstPiece(bytes);
        return error == SocketError.Success ? sent : -SocketErrors.ToErrno(error);
    }

    public override int Send(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => Send(first);

    public override long SendFile(OpenFile file, long offset, long count) => -Interop.Libc.Errno.EINVAL;

    public override void Reset()
    {
        if (!IsClosed)
            socket.LingerState = new LingerOption(true, 0);
        Close();
    }

    public override void ShutdownWrite()
    {
        if (!IsClosed)
            TryShutdown();
    }

    public override void SetNoDelay(bool on)
    {
        if (!IsClosed && !Remote.IsUnix)
            socket.NoDelay = on;
    }

    internal override void AwaitReadable()
    {
        if (receiving || IsClosed)
            return;
        receiving = true;
        if (socket.ReceiveAsync(receiveArguments))
        {
            OnReceiveEnds();
            return;
        }

        receiveArguments.Complete();
        Loop.Post(OnReceiveEnds);
    }

    protected override void OnWatched()
    {
        base.OnWatched();
        AwaitReadable();
    }

    protected override void CloseSocket()
    {
        // Without it .NET turns the close into a reset when it has to end a wait.
        if (socket.LingerState is not { Enabled: true })
            TryShutdown();
        socket.Dispose();
        receiveArguments.Dispose();
        sendArguments.Dispose();
    }

    protected override SocketAddress? FindLocal() => IsClosed ? null : EndPoints.ToAddress(socket.LocalEndPoint);

    private async void OnReceiveEnds()
    {
        try
        {
            await receiveArguments;
        }
        catch (SocketException exception)
        {
            receiveErrno = SocketErrors.ToErrno(exception.SocketErrorCode);
        }

        receiving = false;
        if (!IsClosed)
            OnEvents(readable: true, writable: false, closing: receiveErrno != 0 || (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0));
    }

    /// <summary>.NET sends a copy of the first piece; it counts as sent when the same bytes are given the next time.</summary>
    private int SendFirstPiece(ReadOnlySpan<byte> bytes)
    {
        sendBuffer ??= new byte[SendPiece];
        var length = Math.Min(bytes.Length, SendPiece);
        bytes[..length].CopyTo(sendBuffer);
        sendArguments.SetBuffer(sendBuffer.AsMemory(0, length));
        sending = true;
        var isPending = socket.SendAsync(sendArguments);
        if (!isPending)
            sendArguments.Complete();
        if (isPending)
            OnSendEnds();
        else
            Loop.Post(OnSendEnds);
        return -Interop.Libc.Errno.EAGAIN;
    }

    private async void OnSendEnds()
    {
        try
        {
            sentAhead = await sendArguments;
        }
        catch (SocketException exception)
        {
            sendErrno = SocketErrors.ToErrno(exception.SocketErrorCode);
        }

        sending = false;
        if (!IsClosed)
            OnEvents(readable: false, writable: true, closing: false);
    }

    private void TryShutdown()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The peer was faster.
        }
    }
}
