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
    /// <summary>What a client has sent and nobody has received is kept up to here; the rest is lost, as it may be anywhere on its way.</summary>
    private const int MaxQueued = 64;
    private const int MaxQueuedBytes = 256 * 1024;

    private readonly DatagramListener listener;
    private readonly DatagramReceive receive = new();
    private readonly Queue<(byte[] Buffer, int Length)> queue = new();
    private int queuedBytes;
    private bool isClosed;

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

    public override ValueTask<int> SendAsync(ReadOnlyMemory<byte> datagram) =>
        isClosed ? new ValueTask<int>(-Errno.EBADF) : listener.SendAsync(this, datagram);

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer, int timeoutMs)
    {
        if (isClosed)
            return new ValueTask<int>(-Errno.ECANCELED);
        if (!queue.TryDequeue(out var next))
            return receive.Wait(Loop, buffer, timeoutMs);
        var length = Math.Min(next.Length, buffer.Length);
        next.Buffer.AsSpan(0, length).CopyTo(buffer.Span);
        queuedBytes -= next.Length;
        Loop.Segments.Return(next.Buffer);
        return new ValueTask<int>(length);
    }

    public override void Close()
    {
        if (isClosed)
            return;
        isClosed = true;
        while (queue.TryDequeue(out var next))
            Loop.Segments.Return(next.Buffer);
        listener.Remove(this);
        if (receive.IsWaiting)
            Loop.Defer(new CloseNotice(receive));
    }

    internal void OnDatagram(ReadOnlySpan<byte> datagram)
    {
        if (receive.IsWaiting)
        {
            var length = Math.Min(datagram.Length, receive.Buffer.Length);
            datagram[..length].CopyTo(receive.Buffer.Span);
            receive.TryFinish(length);
            return;
        }

        if (queue.Count == MaxQueued || (queue.Count > 0 && queuedBytes + datagram.Length > MaxQueuedBytes))
            return;
        var buffer = Loop.Segments.Rent(datagram.Length);
        datagram.CopyTo(buffer);
        queue.Enqueue((buffer, datagram.Length));
        queuedBytes += datagram.Length;
    }

    private sealed class CloseNotice(DatagramReceive receive) : PostedEvent
    {
        public override void Invoke() => receive.TryFinish(-Errno.ECANCELED);
    }
}
