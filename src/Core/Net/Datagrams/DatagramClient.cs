using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net.Datagrams;

/// <summary>
/// One client of a UDP socket that listens: what it sends waits here until somebody receives it, and what is sent to it goes out by the socket.
/// It lasts until it is closed.
/// </summary>
public sealed class DatagramClient : DatagramLink
{
    /// <summary>
    /// What a client has sent and nobody has received is kept up to here; the rest is lost, as it may be anywhere on its way. Clients are cheap to
    /// invent: what each of them costs at most is little.
    /// </summary>
    private const int MaxQueued = 32;

    /// <summary>Memory, not payload; one datagram is kept however long it is.</summary>
    private const int MaxQueuedBytes = 128 * 1024;

    private readonly DatagramListener listener;
    private readonly DatagramReceive receive = new();
    private readonly Queue<(byte[] Buffer, int Length)> queue = new();
    private int queuedBytes;
    private bool isClosed;
    private bool isDetached;

    internal DatagramClient(DatagramListener listener, ByteString key, SocketAddress remote, SocketAddress local)
    {
        this.listener = listener;
        Key = key;
        Remote = remote;
        Local = local;
        Number = Connection.NextNumber();
    }

    public EventLoop Loop => listener.Loop;

    /// <summary>A serial of its own among those of connections.</summary>
    public long Number { get; }

    public SocketAddress Remote { get; }

    /// <summary>The address the client sent to.</summary>
    public override SocketAddress Local { get; }

    /// <summary>Where it came in.</summary>
    public ListeningSocket Listener => listener.Socket;

    internal ByteString Key { get; }

    /// <summary>The datagram that is received next, without taking it; valid until then.</summary>
    public bool TryPeek(out ReadOnlyMemory<byte> datagram)
    {
        var isThere = queue.TryPeek(out var next);
        datagram = isThere ? next.Buffer.AsMemory(0, next.Length) : default;
        return isThere;
    }

    public override int TrySend(ReadOnlySpan<byte> datagram) => isClosed ? -Errno.EBADF : listener.TrySend(this, datagram);

    public override int TryReceive(Span<byte> buffer)
    {
        if (queue.Count == 0)
            return isClosed ? -Errno.ECANCELED : -Errno.EAGAIN;
        return Take(buffer);
    }

    public override ValueTask<int> WaitToReceiveAsync() => isClosed ? new ValueTask<int>(-Errno.ECANCELED) : receive.WaitForAny();

    public override void CancelReceive() => receive.TryFinish(-Errno.ECANCELED);

    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram) =>
        isClosed ? new ValueTask<int>(-Errno.EBADF) : listener.SendAsync(this, datagram);

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, int timeoutMs)
    {
        if (isClosed)
            return new ValueTask<int>(-Errno.ECANCELED);
        return queue.Count == 0 ? receive.Wait(Loop, buffer, timeoutMs) : new ValueTask<int>(Take(buffer.Span));
    }

    /// <summary>What the client sends from now on, and what nobody has received, is another client's; this one can still be answered.</summary>
    public void Detach()
    {
        if (isClosed || isDetached)
            return;
        isDetached = true;
        listener.Detach(this);
        while (queue.TryDequeue(out var next))
        {
            listener.OnDatagram(Key.Span, Remote.Bytes.Length, next.Buffer.AsSpan(0, next.Length));
            Loop.Segments.Return(next.Buffer);
        }
    }

    public override void Close()
    {
        if (isClosed)
            return;
        isClosed = true;
        while (queue.TryDequeue(out var next))
            Loop.Segments.Return(next.Buffer);
        listener.Remove(this, isDetached);
        if (receive.IsWaiting)
            Loop.Defer(new CloseNotice(receive));
    }

    internal void OnDatagram(ReadOnlySpan<byte> datagram)
    {
        if (receive is { IsWaiting: true, Buffer.IsEmpty: false })
        {
            var length = Math.Min(datagram.Length, receive.Buffer.Length);
            datagram[..length].CopyTo(receive.Buffer.Span);
            receive.TryFinish(length);
            return;
        }

        if (queue.Count == MaxQueued || (queue.Count > 0 && queuedBytes >= MaxQueuedBytes))
            return;
        var buffer = Loop.Segments.Rent(datagram.Length);
        datagram.CopyTo(buffer);
        queue.Enqueue((buffer, datagram.Length));
        queuedBytes += buffer.Length;
        receive.TryFinish(0);
    }

    private int Take(Span<byte> into)
    {
        var (buffer, length) = queue.Dequeue();
        queuedBytes -= buffer.Length;
        var taken = Math.Min(length, into.Length);
        buffer.AsSpan(0, taken).CopyTo(into);
        Loop.Segments.Return(buffer);
        return taken;
    }

    private sealed class CloseNotice(DatagramReceive receive) : PostedEvent
    {
        public override void Invoke() => receive.TryFinish(-Errno.ECANCELED);
    }
}
