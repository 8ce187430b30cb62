using System.Diagnostics;
using System.IO.Pipelines;
using System.Threading.Tasks.Sources;
using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Net;

/// <summary>
/// The output of a connection: what was written since the last flush, then possibly one large block or one file region behind
/// it, sent with as few calls as the kernel allows.
/// </summary>
internal sealed class ConnectionOutput(LoopConnection connection) : ConnectionWriter, IValueTaskSource<FlushResult>
{
    /// <summary>A region this small is better read than sent by a call of its own.</summary>
    private const int SmallFile = 3 * 1024;

    /// <summary>Without sendfile a file is read in pieces of this size (<c>output_buffers 2 32k</c>).</summary>
    private const int FilePiece = 32 * 1024;

    private LoopCompletion<FlushResult> completion;
    private SendDeadline? deadline;
    private byte[]? buffer;
    private int start;
    private int end;
    private ReadOnlyMemory<byte> block;
    private OpenFile? file;
    private long fileOffset;
    private long fileRemaining;
    private long allowance;
    private bool failed;
    private bool cancelled;
    private bool draining;
    private bool closed;

    private enum SendOutcome
    {
        Done,
        Again,
        Failed,
    }

    public bool IsWaiting { get; private set; }

    public override long UnflushedBytes => end - start;

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Debug.Assert(!IsWaiting || (block.IsEmpty && fileRemaining == 0), "written behind something that is still to be sent");
        EnsureSpace(Math.Max(sizeHint, 1));
        return buffer.AsMemory(end);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        Debug.Assert(bytes <= buffer!.Length - end, "more than was asked for");
        end += bytes;
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => Flush();

    public override void StartFlush()
    {
        // A flush under way takes everything that is pending.
        if (IsWaiting || closed)
            return;
        draining = TrySend() == SendOutcome.Again;
        if (draining)
            ArmDeadline();
    }

    public override void StartFlush(int length)
    {
        if (IsWaiting || draining || failed || closed)
            return;
        var sent = connection.Transport.Send(buffer.AsSpan(start, length));
        if (sent > 0)
            Account(sent);
        else if (sent is not -Errno.EAGAIN and not -Errno.EINTR)
            OnFailed((int)-sent);
    }

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        block = source;
        return Flush();
    }

    public override ValueTask<FlushResult> SendFileAsync(FileRegion region)
    {
        file = region.File;
        fileOffset = region.Offset;
        fileRemaining = region.Length;
        return Flush();
    }

    public override bool TryReadFile(FileRegion region)
    {
        if (region.Length > SmallFile)
            return false;
        var length = (int)region.Length;
        if (region.File.ReadAt(GetSpan(length)[..length], region.Offset) != length)
            return false;
        Advance(length);
        return true;
    }

    public override void CancelPendingFlush()
    {
        if (!IsWaiting)
            return;
        cancelled = true;
        CompleteWait();
    }

    public override void Complete(Exception? exception = null) => connection.Close();

    public void OnWritable()
    {
        if (!IsWaiting && !draining)
            return;
        var before = Pending;
        if (TrySend() == SendOutcome.Again)
        {
            if (Pending < before)
                OnProgress();
        }
        else if (IsWaiting)
            CompleteWait();
        else
            StopDraining();
    }

    public void OnClosed()
    {
        failed = true;
        draining = false;
        deadline?.Detach();
        Drop();
        closed = true;
    }

    public FlushResult GetResult(short token) => completion.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => completion.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        completion.OnCompleted(continuation, state, token);

    private long Pending => end - start + block.Length + fileRemaining;

    private bool SendsFiles => UsesSendFile && connection.Transport.CanSendFile;

    private ValueTask<FlushResult> Flush()
    {
        Debug.Assert(!IsWaiting, "one flush at a time");
        if (TrySend() != SendOutcome.Again)
        {
            StopDraining();
            return new ValueTask<FlushResult>(Outcome());
        }

        completion.Reset();
        draining = false;
        IsWaiting = true;
        ArmDeadline();
        return new ValueTask<FlushResult>(this, completion.Version);
    }

    private void CompleteWait()
    {
        IsWaiting = false;
        StopDraining();
        completion.SetResult(Outcome());
    }

    /// <summary>All is sent, or nothing more can be.</summary>
    private void StopDraining()
    {
        draining = false;
        deadline?.Disarm();
        if (!cancelled)
            return;
        // Half of something is with the peer: whatever followed would be taken for its rest.
        failed = true;
        Drop();
    }

    private FlushResult Outcome()
    {
        var wasCancelled = cancelled;
        cancelled = false;
        return new FlushResult(wasCancelled, failed && !wasCancelled);
    }

    private void OnDeadline()
    {
        cancelled = true;
        if (IsWaiting)
            CompleteWait();
        else
            StopDraining();
    }

    private void OnProgress()
    {
        LastProgressMs = connection.Loop.Clock.NowMs;
        ArmDeadline();
    }

    private void ArmDeadline() => (deadline ??= new SendDeadline(this)).Arm(connection.Loop, SendTimeoutMs);

    private SendOutcome TrySend()
    {
        allowance = MaxChunk > 0 ? MaxChunk : long.MaxValue;
        while (!failed && Pending > 0)
        {
            if (allowance <= 0)
            {
                connection.Continue();
                return SendOutcome.Again;
            }

            var sent = SendSome();
            if (sent > 0)
                Account(sent);
            else if (sent == -Errno.EAGAIN)
                return SendOutcome.Again;
            else if (sent != -Errno.EINTR)
                OnFailed((int)-sent);
        }

        if (failed)
            Drop();
        else if (buffer is not null)
            ReturnBuffer();
        return failed ? SendOutcome.Failed : SendOutcome.Done;
    }

    private long SendSome()
    {
        var transport = connection.Transport;
        if (end == start && block.IsEmpty && !SendsFiles && !ReadPiece())
            return -Errno.ENODATA;
        if (end > start)
        {
            var pending = buffer.AsSpan(start, end - start);
            if (!block.IsEmpty)
                return transport.Send(pending, block.Span);
            // Only where the configuration says so: a large first segment makes the kernel pace what follows by timers where the congestion
            // control is BBR.
            return FillsSegments && fileRemaining > 0 ? transport.SendHeldBack(pending) : transport.Send(pending);
        }

        if (!block.IsEmpty)
            return transport.Send(block.Span);
        var sent = transport.SendFile(file!, fileOffset, Math.Min(fileRemaining, allowance));
        // 0: the file was cut short under us, and what was promised can't be delivered.
        return sent == 0 ? -Errno.ENODATA : sent;
    }

    private void OnFailed(int errno)
    {
        // A file system without sendfile.
        if (errno == Errno.EINVAL && end == start && fileRemaining > 0 && SendsFiles)
        {
            UsesSendFile = false;
            return;
        }

        failed = true;
        connection.BrokenBy = errno;
    }

    private void Account(long sent)
    {
        allowance -= sent;
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

    /// <summary>Reads the next piece of the file into the buffer; false when it was cut short.</summary>
    private bool ReadPiece()
    {
        var length = (int)Math.Min(fileRemaining, FilePiece);
        EnsureSpace(length);
        var read = file!.ReadAt(buffer.AsSpan(end, length), fileOffset);
        if (read <= 0)
            return false;
        Advance(read);
        fileOffset += read;
        fileRemaining -= read;
        return true;
    }

    private void EnsureSpace(int size)
    {
        if (buffer is null)
        {
            buffer = Rent(size);
            return;
        }

        if (buffer.Length - end >= size)
            return;
        var pending = buffer.AsSpan(start, end - start);
        start = 0;
        end = pending.Length;
        if (buffer.Length - end >= size)
        {
            pending.CopyTo(buffer);
            return;
        }

        var larger = Rent(Math.Max(buffer.Length * 2, end + size));
        pending.CopyTo(larger);
        Return(buffer);
        buffer = larger;
    }

    private void Drop()
    {
        block = default;
        file = null;
        fileRemaining = 0;
        ReturnBuffer();
    }

    private void ReturnBuffer()
    {
        if (buffer is not null)
            Return(buffer);
        buffer = null;
        start = end = 0;
    }

    /// <summary>What is written after the close goes nowhere, and nobody is sure to give it back.</summary>
    private byte[] Rent(int size) => closed ? new byte[size] : connection.Loop.Segments.Rent(size);

    private void Return(byte[] array)
    {
        if (!closed)
            connection.Loop.Segments.Return(array);
    }

    private sealed class SendDeadline(ConnectionOutput output) : Loop.Timer
    {
        protected override void OnExpired() => output.OnDeadline();
    }
}
