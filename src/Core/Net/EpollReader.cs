using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>
/// The input of an epoll connection. A read that finds nothing parks without a buffer; bytes are received when they are
/// there, into one contiguous buffer that goes back as soon as everything in it was consumed.
/// </summary>
internal sealed class EpollReader(EpollConnection connection) : PipeReader, IValueTaskSource<ReadResult>
{
    /// <summary>A busy sender is read in pieces of up to this size.</summary>
    private const int MaxPiece = 64 * 1024;

    private LoopCompletion<ReadResult> completion;
    private byte[]? buffer;
    private int start;
    private int end;
    private int examined;
    private int pieceSize = SegmentPool.SegmentSize;
    private bool readable;
    private bool ended;
    private bool cancelled;
    private bool waiting;

    /// <summary>The peer ended its direction, or the connection broke; what it sent before can still be read.</summary>
    public bool PeerClosed { get; private set; }

    public override bool TryRead(out ReadResult result)
    {
        if (cancelled || ended || examined < end || (readable && Receive()))
        {
            result = Take();
            return true;
        }

        result = default;
        return false;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (TryRead(out var result))
            return new ValueTask<ReadResult>(result);
        completion.Reset();
        waiting = true;
        return new ValueTask<ReadResult>(this, completion.Version);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        start = consumed.GetInteger();
        this.examined = Math.Max(start, examined.GetInteger());
        if (start == end)
            ReturnBuffer();
    }

    public override void CancelPendingRead()
    {
        cancelled = true;
        CompleteWait();
    }

    public override void Complete(Exception? exception = null) => connection.Close();

    public void OnReadable(bool closing)
    {
        readable = true;
        if (closing)
            PeerClosed = true;
        if (waiting)
        {
            if (Receive())
                CompleteWait();
        }
        else if (closing && connection.CloseWatcher is { } watcher)
        {
            connection.CloseWatcher = null;
            watcher.Invoke();
        }
    }

    public void OnClosed()
    {
        ended = true;
        start = end;
        examined = end;
        ReturnBuffer();
        CompleteWait();
    }

    public ReadResult GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    private void CompleteWait()
    {
        if (!waiting)
            return;
        waiting = false;
        completion.SetResult(Take());
    }

    private ReadResult Take()
    {
        var wasCancelled = cancelled;
        cancelled = false;
        var sequence = buffer is null ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(buffer, start, end - start);
        return new ReadResult(sequence, wasCancelled, ended);
    }

    /// <summary>One recv; true when there is something to report.</summary>
    private bool Receive()
    {
        EnsureSpace();
        var space = buffer!.Length - end;
        var received = Sockets.Receive(connection.Fd, buffer.AsSpan(end));
        if (received > 0)
        {
            end += received;
            // A read shorter than the buffer means drained: asking again would cost as much as the request.
            if (received < space)
                readable = PeerClosed;
            else if (pieceSize < MaxPiece)
                pieceSize *= 2;
            return true;
        }

        if (start == end)
            ReturnBuffer();
        if (received is -Errno.EAGAIN or -Errno.EINTR)
        {
            readable = false;
            return false;
        }

        ended = true;
        PeerClosed = true;
        return true;
    }

    private void EnsureSpace()
    {
        if (buffer is null)
        {
            buffer = pieceSize == SegmentPool.SegmentSize ? connection.Loop.Segments.Rent() : ArrayPool<byte>.Shared.Rent(pieceSize);
            return;
        }

        if (end < buffer.Length)
            return;
        var unread = buffer.AsSpan(start, end - start);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, SegmentPool.SegmentSize * 2));
        unread.CopyTo(larger);
        examined -= start;
        var length = unread.Length;
        Release(buffer);
        buffer = larger;
        start = 0;
        end = length;
    }

    private void ReturnBuffer()
    {
        if (buffer is null)
            return;
        // The sender paused: the next burst starts small again.
        if (end < buffer.Length)
            pieceSize = SegmentPool.SegmentSize;
        Release(buffer);
        buffer = null;
        start = end = examined = 0;
    }

    private void Release(byte[] array)
    {
        if (array.Length == SegmentPool.SegmentSize)
            connection.Loop.Segments.Return(array);
        else
            ArrayPool<byte>.Shared.Return(array);
    }
}
