using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>
/// A stream that Lua code works on, with one light thread that reads and one that writes at the same time. What it may do when it is done
/// with, and what the error log calls the other side, is up to the kinds of it.
/// </summary>
internal abstract partial class StreamLink : LuaCleanup
{
    private readonly ReadTimer readTimer;
    private readonly Waiting readWait;
    private readonly Waiting writeWait;
    private readonly Action onRead;
    private readonly Action onWritten;
    private ValueTaskAwaiter<ReadResult> readAwaiter;
    private ReadResult held;
    private bool isHeld;
    private ReadGoal goal;
    private LuaThread? reader;
    private SocketStatus readStatus;
    private int readTimeoutMs;
    private bool timedOut;
    private bool isReadPending;
    private bool readClosed;

    protected StreamLink(LuaSockets sockets, Connection connection, PipeReader input)
    {
        Sockets = sockets;
        Connection = connection;
        Input = input;
        readTimer = new ReadTimer(this);
        readWait = new Waiting(this);
        writeWait = new Waiting(this);
        onRead = OnRead;
        onWritten = OnWritten;
    }

    public Connection Connection { get; }

    /// <summary>The id by which Lua knows it; 0 while it waits in a pool.</summary>
    public double Id { get; set; }

    public bool IsClosed { get; private set; }

    public bool IsReading => reader is not null;

    /// <summary>Something can still be read or written.</summary>
    public bool IsOpen => !IsClosed && !(readClosed && writeClosed);

    /// <summary>Something was read and not fetched yet.</summary>
    public bool HasResult => isHeld;

    protected LuaSockets Sockets { get; }

    protected PipeReader Input { get; }

    /// <summary>What follows a message of the error log: <c>, upstream: NAME(ADDRESS)</c>.</summary>
    public abstract string LogSuffix { get; }

    /// <summary>What a read comes to when there are so many bytes and nothing more can be read.</summary>
    protected virtual SocketStatus StatusAtEnd(int length, bool isAllWanted) => isAllWanted ? SocketStatus.Ok : SocketStatus.Closed;

    protected bool IsReadClosed => readClosed;

    /// <summary>A read of the input has begun and not ended.</summary>
    protected bool IsReadPending => isReadPending;

    protected bool LogsErrors => Host is { } host && LuaSockets.ConfOf(host).SocketLogErrors.Value;

    /// <summary>Why the code that runs now can't use it; Ok when it can.</summary>
    public SocketStatus Check(LuaHost? host)
    {
        if (Host != host)
            return SocketStatus.BadRequest;
        return reader is not null ? SocketStatus.BusyReading : writer is not null ? SocketStatus.BusyWriting : SocketStatus.Ok;
    }

    public SocketStatus Receive(LuaThread thread, ReadKind kind, int size, ReadOnlySpan<byte> pattern, bool inclusive, int timeoutMs)
    {
        if (reader is not null)
            return SocketStatus.BusyReading;
        if (readClosed)
        {
            LuaSockets.LogClosed(Host!, "receive", Id);
            return SocketStatus.Closed;
        }

        goal.Begin(kind, size, pattern, inclusive);
        timedOut = false;
        readTimeoutMs = timeoutMs;
        if (kind == ReadKind.Size && size == 0)
            return readStatus = SocketStatus.Ok;
        if (TryRead())
            return readStatus;
        reader = thread;
        thread.Park(readWait);
        readTimer.Arm(Sockets.Loop, readTimeoutMs);
        return SocketStatus.Waiting;
    }

    /// <summary>Hands over what was read: its length and whether the pattern was reached.</summary>
    public SocketStatus EndReceive(ScratchBuffer scratch, out int length, out bool matched)
    {
        length = 0;
        matched = goal.HasMatched;
        if (readStatus == SocketStatus.Failed)
            Sockets.SetError(Connection.BrokenBy);
        if (!isHeld)
            return readStatus;
        isHeld = false;
        var data = Contiguous(held)[..goal.Delivered];
        length = goal.Kind == ReadKind.Line ? CopyLine(data, scratch.Take(data.Length)) : Copy(data, scratch.Take(data.Length));
        Input.AdvanceTo(held.Buffer.GetPosition(goal.Consumed));
        return readStatus;
    }

    /// <summary>It is not used any more; light threads that wait hear of it.</summary>
    public void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        readTimer.Detach();
        Host?.Remove(this);
        LeaveConnection();
        if (isHeld)
            Input.AdvanceTo(held.Buffer.Start);
        isHeld = false;
        Sockets.Forget(this);
        WakeReader(SocketStatus.Closed);
        WakeWriter(SocketStatus.Closed);
    }

    /// <summary>The host ends.</summary>
    public override void Run()
    {
        if (Host is { IsPart: true } && Id > 0)
        {
            Sockets.Abandon(Id);
            Id = 0;
        }

        Close();
    }

    /// <summary>Closes the connection, or gives it back to whom it belongs.</summary>
    protected abstract void LeaveConnection();

    /// <summary>Reads as far as there is something; true when the outcome is known.</summary>
    private bool TryRead()
    {
        while (true)
        {
            var task = Input.ReadAsync();
            if (!task.IsCompletedSuccessfully)
            {
                isReadPending = true;
                readAwaiter = task.GetAwaiter();
                readAwaiter.UnsafeOnCompleted(onRead);
                return false;
            }

            if (Decide(task.Result))
                return true;
        }
    }

    private void OnRead()
    {
        isReadPending = false;
        var result = readAwaiter.GetResult();
        if (reader is null || IsClosed)
        {
            Input.AdvanceTo(result.Buffer.Start);
            return;
        }

        if (Decide(result) || TryRead())
            WakeReader(readStatus);
        else
            readTimer.Arm(Sockets.Loop, readTimeoutMs);
    }

    /// <summary>True when the outcome is known; then the result is held until it is fetched.</summary>
    private bool Decide(ReadResult result)
    {
        var data = Contiguous(result);
        if (goal.IsReached(data))
            readStatus = SocketStatus.Ok;
        else if (result.IsCompleted)
            readStatus = OnEnd(data);
        else if (timedOut)
            readStatus = OnTimeout(data);
        else
        {
            Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            return false;
        }

        held = result;
        isHeld = true;
        return true;
    }

    private SocketStatus OnEnd(ReadOnlySpan<byte> data)
    {
        goal.TakeAll(data);
        readClosed = true;
        if (Connection.BrokenBy is not 0 and var errno)
        {
            if (LogsErrors)
                LuaSockets.Log(Host!, $"recv() failed ({errno}: {Errno.Text(errno)}){LogSuffix}");
            writeClosed = true;
            return SocketStatus.Failed;
        }

        return StatusAtEnd(data.Length, isAllWanted: goal.Kind == ReadKind.All);
    }

    private SocketStatus OnTimeout(ReadOnlySpan<byte> data)
    {
        goal.TakeAll(data);
        if (LogsErrors)
            Host!.Log.Write(LogLevel.Error, Host.LogContext, $"lua tcp socket read timed out{LogSuffix}");
        return SocketStatus.Timeout;
    }

    private void OnReadDeadline()
    {
        if (reader is null)
            return;
        timedOut = true;
        Input.CancelPendingRead();
    }

    private void WakeReader(SocketStatus status)
    {
        readTimer.Disarm();
        if (reader is not { } thread)
            return;
        reader = null;
        readStatus = status;
        thread.Wake(0);
    }

    /// <summary>The thread was killed: what it was reading or writing is in the middle of something.</summary>
    private void OnCancelled(LuaThread thread)
    {
        if (reader == thread)
            reader = null;
        if (writer == thread)
            writer = null;
        Close();
    }

    private static ReadOnlySpan<byte> Contiguous(in ReadResult result) =>
        result.Buffer.IsSingleSegment ? result.Buffer.FirstSpan : System.Buffers.BuffersExtensions.ToArray(result.Buffer);

    private static int Copy(ReadOnlySpan<byte> data, Span<byte> target)
    {
        data.CopyTo(target);
        return data.Length;
    }

    /// <summary>Carriage returns do not belong to lines, wherever they are.</summary>
    private static int CopyLine(ReadOnlySpan<byte> line, Span<byte> target)
    {
        var length = 0;
        for (var end = line.IndexOf((byte)'\r'); end >= 0; end = line.IndexOf((byte)'\r'))
        {
            line[..end].CopyTo(target[length..]);
            length += end;
            line = line[(end + 1)..];
        }

        line.CopyTo(target[length..]);
        return length + line.Length;
    }

    private sealed class Waiting(StreamLink link) : LuaWait
    {
        public override void OnTimeout(LuaThread thread)
        {
        }

        public override void OnCancelled(LuaThread thread) => link.OnCancelled(thread);
    }

    private sealed class ReadTimer(StreamLink link) : Core.Loop.Timer
    {
        protected override void OnExpired() => link.OnReadDeadline();
    }
}
