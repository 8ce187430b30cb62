using System.Buffers;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>
/// The output of an epoll connection: what was written since the last flush, then possibly one large block or one file
/// region behind it, sent with as few calls as the kernel allows.
/// </summary>
internal sealed class EpollWriter(EpollConnection connection) : ConnectionWriter, IValueTaskSource<FlushResult>
{
    /// <summary>A file this small is read into the buffer: one send instead of a send and a sendfile.</summary>
    private const int SmallFile = 3 * 1024;

    /// <summary>One worker serves others after this much of a file (<c>sendfile_max_chunk</c>).</summary>
    private const long MaxFileChunk = 2 * 1024 * 1024;

    private LoopCompletion<FlushResult> completion;
    private SendDeadline? deadline;
    private byte[]? buffer;
    private int start;
    private int end;
    private ReadOnlyMemory<byte> block;
    private OpenFile? file;
    private long fileOffset;
    private long fileRemaining;
    private bool waiting;
    private bool failed;
    private bool cancelled;

    private enum SendOutcome
    {
        Done,
        Again,
        Failed,
    }

    public override long UnflushedBytes => end - start;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureSpace(Math.Max(sizeHint, 1));
        return buffer.AsMemory(end);
    }

    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        if (buffer is null || buffer.Length - end < sizeHint || sizeHint == 0)
            EnsureSpace(Math.Max(sizeHint, 1));
        return buffer.AsSpan(end);
    }

    public override void Advance(int bytes) => end += bytes;

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => Send();

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        block = source;
        return Send();
    }

    public override ValueTask<FlushResult> SendFileAsync(FileRegion region)
    {
        if (region.Length <= SmallFile && TryReadSmall(region))
            return Send();
        file = region.File;
        fileOffset = region.Offset;
        fileRemaining = region.Length;
        return Send();
    }

    public override void CancelPendingFlush()
    {
        if (!waiting)
            return;
        cancelled = true;
        CompleteWait();
    }

    public override void Complete(Exception? exception = null) => connection.Close();

    public void OnWritable()
    {
        if (!waiting)
            return;
        var before = Pending;
        var outcome = TrySend();
        if (outcome != SendOutcome.Again)
            CompleteWait();
        else if (Pending < before)
            deadline!.Arm(connection.Loop, SendTimeoutMs);
    }

    public void OnClosed()
    {
        failed = true;
        deadline?.Detach();
        Drop();
        CompleteWait();
    }

    public FlushResult GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    private long Pending => end - start + block.Length + fileRemaining;

    private ValueTask<FlushResult> Send()
    {
        if (TrySend() != SendOutcome.Again)
            return new ValueTask<FlushResult>(new FlushResult(false, failed));
        completion.Reset();
        waiting = true;
        (deadline ??= new SendDeadline(this)).Arm(connection.Loop, SendTimeoutMs);
        return new ValueTask<FlushResult>(this, completion.Version);
    }

    private void CompleteWait()
    {
        if (!waiting)
            return;
        waiting = false;
        deadline?.Disarm();
        var wasCancelled = cancelled;
        cancelled = false;
        if (wasCancelled)
            Drop();
        completion.SetResult(new FlushResult(wasCancelled, failed));
    }

    private SendOutcome TrySend()
    {
        while (!failed)
        {
            long sent;
            if (end > start)
                sent = block.IsEmpty
                    ? Sockets.Send(connection.Fd, buffer.AsSpan(start, end - start), more: fileRemaining > 0)
                    : Sockets.Send(connection.Fd, buffer.AsSpan(start, end - start), block.Span);
            else if (!block.IsEmpty)
                sent = Sockets.Send(connection.Fd, block.Span);
            else if (fileRemaining > 0)
                sent = Sockets.SendFile(connection.Fd, file!.Fd, fileOffset, Math.Min(fileRemaining, MaxFileChunk));
            else
                return SendOutcome.Done;
            if (sent <= 0 && !Continue(sent))
                return failed ? SendOutcome.Failed : SendOutcome.Again;
            if (sent > 0)
                Account(sent);
        }

        Drop();
        return SendOutcome.Failed;
    }

    /// <summary>What a call that sent nothing means; true when it is worth asking again at once.</summary>
    private bool Continue(long result)
    {
        if (result == -Errno.EINTR)
            return true;
        if (result == -Errno.EAGAIN)
            return false;
        // 0 from sendfile: the file was cut short under us, and what was promised can't be delivered.
        failed = true;
        Drop();
        return false;
    }

    private void Account(long sent)
    {
        var fromBuffer = (int)Math.Min(sent, end - start);
        start += fromBuffer;
        sent -= fromBuffer;
        if (start == end)
            ReturnBuffer();
        if (!block.IsEmpty)
        {
            block = block[(int)sent..];
            return;
        }

        fileOffset += sent;
        fileRemaining -= sent;
        if (fileRemaining == 0)
            file = null;
    }

    private bool TryReadSmall(FileRegion region)
    {
        var read = Files.ReadAt(region.File.Fd, GetSpan((int)region.Length)[..(int)region.Length], region.Offset);
        if (read != region.Length)
            return false;
        Advance(read);
        return true;
    }

    private void EnsureSpace(int size)
    {
        if (buffer is null)
        {
            buffer = size <= SegmentPool.SegmentSize ? connection.Loop.Segments.Rent() : ArrayPool<byte>.Shared.Rent(size);
            return;
        }

        if (buffer.Length - end >= size)
            return;
        var pending = buffer.AsSpan(start, end - start);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(buffer.Length * 2, pending.Length + size));
        pending.CopyTo(larger);
        var length = pending.Length;
        Release(buffer);
        buffer = larger;
        start = 0;
        end = length;
    }

    private void Drop()
    {
        block = default;
        file = null;
        fileRemaining = 0;
        start = end;
        ReturnBuffer();
    }

    private void ReturnBuffer()
    {
        if (buffer is null)
            return;
        Release(buffer);
        buffer = null;
        start = end = 0;
    }

    private void Release(byte[] array)
    {
        if (array.Length == SegmentPool.SegmentSize)
            connection.Loop.Segments.Return(array);
        else
            ArrayPool<byte>.Shared.Return(array);
    }

    private sealed class SendDeadline(EpollWriter writer) : Loop.Timer
    {
        protected override void OnExpired() => writer.CancelPendingFlush();
    }
}
