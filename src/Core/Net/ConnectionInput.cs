using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>
/// The input of a connection. A read that finds nothing parks without a buffer; bytes are received when they are there, into one
/// contiguous buffer that goes back as soon as everything in it was consumed.
/// </summary>
internal sealed class ConnectionInput(LoopConnection connection) : PipeReader, IValueTaskSource<ReadResult>, IValueTaskSource<int>
{
    /// <summary>A busy sender is read in pieces of up to this size.</summary>
    public const int MaxPiece = 64 * 1024;

    /// <summary>What one connection may receive before the loop serves others.</summary>
    private const int MaxPerTurn = 1024 * 1024;

    private LoopCompletion<ReadResult> completion;
    private Memory<byte> destination;
    private int receivedDirectly;
    private byte[]? buffer;
    private int start;
    private int end;
    private int examined;
    private int pieceSize = SegmentPool.SegmentSize;
    private int budget = MaxPerTurn;
    private WaitKind wait;
    private bool readable = connection.Listener is { Options.Deferred: true };
    private bool handedOut;
    private bool ended;
    private bool cancelled;

    private enum WaitKind : byte
    {
        None,
        Read,
        Receive,
    }

    /// <summary>The most that one read takes in.</summary>
    public int Limit { get; set; } = MaxPiece;

    /// <summary>The peer ended its direction, or the connection broke; what it sent before can still be read.</summary>
    public bool PeerClosed { get; private set; }

    public bool IsWaiting => wait != WaitKind.None;

    public override bool TryRead(out ReadResult result)
    {
        if (cancelled || ended || examined < end || (CanReceive && ReceiveIntoBuffer()))
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
        Park(WaitKind.Read);
        return new ValueTask<ReadResult>(this, completion.Version);
    }

    public ValueTask<int> ReceiveAsync(Memory<byte> into)
    {
        Debug.Assert(!into.IsEmpty, "nothing can be received into nothing");
        if (TryReceive(into.Span, out var received))
            return new ValueTask<int>(received);
        destination = into;
        Park(WaitKind.Receive);
        return new ValueTask<int>(this, completion.Version);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        handedOut = false;
        if (buffer is null)
            return;
        start = consumed.GetInteger();
        this.examined = Math.Max(start, examined.GetInteger());
        Debug.Assert(start <= this.examined && this.examined <= end, "a position of another read");
        if (start == end || connection.IsClosed)
            ReturnBuffer();
    }

    public override void CancelPendingRead()
    {
        cancelled = true;
        CompleteWait();
    }

    public override void Complete(Exception? exception = null)
    {
        connection.Close();
        handedOut = false;
        ReturnBuffer();
    }

    public void OnReadable(bool closing)
    {
        readable = true;
        PeerClosed |= closing;
        OnContinue();
    }

    /// <summary>Tries again what waits: something arrived, the next turn has come, or the connection was closed.</summary>
    public void OnContinue()
    {
        budget = MaxPerTurn;
        if (wait == WaitKind.Receive)
        {
            if (TryReceive(destination.Span, out receivedDirectly))
                FinishWait(default);
        }
        else if (wait == WaitKind.Read && (ended || (readable && ReceiveIntoBuffer())))
        {
            FinishWait(Take());
        }

        if (IsWaiting)
            AwaitMore();
    }

    public void OnClosed()
    {
        ended = true;
        readable = false;
        start = examined = end;
        if (!handedOut)
            ReturnBuffer();
    }

    public ReadResult GetResult(short token) => completion.GetResult(token);

    int IValueTaskSource<int>.GetResult(short token)
    {
        completion.GetResult(token);
        return receivedDirectly;
    }

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    private bool CanReceive => readable && budget > 0;

    private void Park(WaitKind kind)
    {
        Debug.Assert(wait == WaitKind.None, "one read at a time");
        completion.Reset();
        wait = kind;
        AwaitMore();
    }

    private void AwaitMore()
    {
        if (readable)
            connection.Continue();
        else
            connection.AwaitReadable();
    }

    private void CompleteWait()
    {
        if (wait == WaitKind.Read)
            FinishWait(Take());
        else if (wait == WaitKind.Receive && TryReceive(destination.Span, out receivedDirectly))
            FinishWait(default);
    }

    private void FinishWait(ReadResult result)
    {
        wait = WaitKind.None;
        destination = default;
        budget = MaxPerTurn;
        completion.SetResult(result);
    }

    private ReadResult Take()
    {
        var wasCancelled = cancelled;
        cancelled = false;
        var sequence = start == end ? ReadOnlySequence<byte>.Empty : new ReadOnlySequence<byte>(buffer!, start, end - start);
        handedOut = start != end;
        return new ReadResult(sequence, wasCancelled, ended);
    }

    /// <summary>True when there is something to report: bytes, the end, an error or a cancellation.</summary>
    private bool TryReceive(Span<byte> into, out int received)
    {
        if (cancelled)
        {
            cancelled = false;
            received = -Errno.ECANCELED;
            return true;
        }

        if (start < end)
        {
            received = Math.Min(end - start, into.Length);
            buffer.AsSpan(start, received).CopyTo(into);
            start += received;
            examined = Math.Max(start, examined);
            if (start == end)
                ReturnBuffer();
            // What follows comes along when it is there already.
            if (received < into.Length && CanReceive)
                received += Math.Max(0, Pull(into[received..]));
            return true;
        }

        received = ended ? -connection.BrokenBy : CanReceive ? Pull(into) : -Errno.EAGAIN;
        return received != -Errno.EAGAIN;
    }

    /// <summary>One receive; true when there is something to report.</summary>
    private bool ReceiveIntoBuffer()
    {
        EnsureSpace();
        var filled = Math.Min(buffer!.Length - end, Limit);
        var received = Pull(buffer.AsSpan(end, filled));
        if (received > 0)
        {
            end += received;
            if (received == filled && pieceSize < Limit)
                pieceSize *= 2;
            return true;
        }

        if (start == end)
            ReturnBuffer();
        return ended;
    }

    private int Pull(Span<byte> space)
    {
        int received;
        do
            received = connection.Transport.Receive(space);
        while (received == -Errno.EINTR);
        if (received > 0)
        {
            budget -= received;
            // Asking again would cost as much as the request. Only the end of input, once announced, has to be fetched.
            if (received < space.Length && connection.Transport.ShortReadMeansDrained)
                readable = PeerClosed;
            return received;
        }

        readable = false;
        if (received == -Errno.EAGAIN)
            return received;
        ended = true;
        PeerClosed = true;
        connection.BrokenBy = -received;
        return received;
    }

    private void EnsureSpace()
    {
        if (buffer is null)
        {
            buffer = connection.Loop.Segments.Rent(Math.Min(pieceSize, Limit));
            return;
        }

        if (end < buffer.Length)
            return;
        var unread = buffer.AsSpan(start, end - start);
        examined -= start;
        start = 0;
        end = unread.Length;
        if (unread.Length <= buffer.Length / 2)
        {
            unread.CopyTo(buffer);
            return;
        }

        var larger = connection.Loop.Segments.Rent(buffer.Length * 2);
        unread.CopyTo(larger);
        connection.Loop.Segments.Return(buffer);
        buffer = larger;
    }

    private void ReturnBuffer()
    {
        if (buffer is null)
            return;
        // The sender paused: the next burst starts small again.
        if (end < buffer.Length)
            pieceSize = SegmentPool.SegmentSize;
        connection.Loop.Segments.Return(buffer);
        buffer = null;
        start = end = examined = 0;
    }
}
