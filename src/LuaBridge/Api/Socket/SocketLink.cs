using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Engine.Core.Net;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>
/// A connection of a TCP cosocket: the operations of one light thread that reads and one that writes. It stays with the connection while that
/// waits in a pool.
/// </summary>
internal sealed class SocketLink : LuaCleanup
{
    private readonly LuaSockets sockets;
    private readonly ReadTimer readTimer;
    private readonly Waiting readWait;
    private readonly Waiting writeWait;
    private readonly Action onRead;
    private readonly Action onWritten;
    private ValueTaskAwaiter<ReadResult> readAwaiter;
    private ValueTaskAwaiter<FlushResult> writeAwaiter;
    private ReadResult held;
    private bool isHeld;
    private ReadGoal goal;
    private LuaThread? reader;
    private LuaThread? writer;
    private SocketStatus readStatus;
    private SocketStatus writeStatus;
    private int readTimeoutMs;
    private int writeErrno;
    private bool timedOut;
    private bool readClosed;
    private bool writeClosed;

    public SocketLink(LuaSockets sockets, Connection connection, SocketPool pool, string peer)
    {
        this.sockets = sockets;
        Connection = connection;
        Pool = pool;
        Peer = peer;
        readTimer = new ReadTimer(this);
        readWait = new Waiting(this);
        writeWait = new Waiting(this);
        onRead = OnRead;
        onWritten = OnWritten;
    }

    public Connection Connection { get; }

    public SocketPool Pool { get; }

    /// <summary>For the error log: the name and the address.</summary>
    public string Peer { get; }

    /// <summary>How often it came out of a pool.</summary>
    public int ReusedTimes { get; set; }

    /// <summary>The id by which Lua knows it; 0 while it waits in a pool.</summary>
    public double Id { get; set; }

    public bool IsClosed { get; private set; }

    public bool IsReading => reader is not null;

    public bool IsWriting => writer is not null;

    private bool LogsErrors => Host is { } host && LuaSockets.ConfOf(host).SocketLogErrors.Value;

    /// <summary>Why the code that runs now can't use it; Ok when it can.</summary>
    public SocketStatus Check(LuaHost? host)
    {
        if (Host != host)
            return SocketStatus.BadRequest;
        return reader is not null ? SocketStatus.BusyReading : writer is not null ? SocketStatus.BusyWriting : SocketStatus.Ok;
    }

    public SocketStatus Send(LuaThread thread, ReadOnlySpan<byte> data, int timeoutMs)
    {
        if (writer is not null)
            return SocketStatus.BusyWriting;
        if (writeClosed)
            return SocketStatus.Closed;
        var output = Connection.Output;
        data.CopyTo(output.GetSpan(data.Length));
        output.Advance(data.Length);
        output.SendTimeoutMs = timeoutMs;
        var flush = output.FlushAsync();
        if (flush.IsCompletedSuccessfully)
        {
            Written(flush.Result);
            return EndSend();
        }

        writer = thread;
        thread.Park(writeWait);
        writeAwaiter = flush.GetAwaiter();
        writeAwaiter.UnsafeOnCompleted(onWritten);
        return SocketStatus.Waiting;
    }

    /// <summary>After the wait of a send.</summary>
    public SocketStatus EndSend()
    {
        if (writeStatus == SocketStatus.Failed)
            sockets.SetError(writeErrno);
        return writeStatus;
    }

    public SocketStatus Receive(LuaThread thread, ReadKind kind, int size, ReadOnlySpan<byte> pattern, bool inclusive, int timeoutMs)
    {
        if (reader is not null)
            return SocketStatus.BusyReading;
        if (readClosed)
        {
            if (LogsErrors)
                LuaSockets.Log(Host!, "attempt to receive data on a closed socket");
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
        readTimer.Arm(sockets.Loop, readTimeoutMs);
        return SocketStatus.Waiting;
    }

    /// <summary>Hands over what was read: its length and whether the pattern was reached.</summary>
    public SocketStatus EndReceive(ScratchBuffer scratch, out int length, out bool matched)
    {
        length = 0;
        matched = goal.HasMatched;
        if (readStatus == SocketStatus.Failed)
            sockets.SetError(Connection.BrokenBy);
        if (!isHeld)
            return readStatus;
        isHeld = false;
        var data = Contiguous(held)[..goal.Delivered];
        length = goal.Kind == ReadKind.Line ? CopyLine(data, scratch.Take(data.Length)) : Copy(data, scratch.Take(data.Length));
        Connection.Input.AdvanceTo(held.Buffer.GetPosition(goal.Consumed));
        return readStatus;
    }

    /// <summary>Whether it can wait in a pool: nothing is under way or left over.</summary>
    public SocketStatus CheckIdle()
    {
        if (readClosed || writeClosed || IsClosed)
            return SocketStatus.Closed;
        if (!Connection.Input.TryRead(out var result))
            return Connection.PeerClosed ? SocketStatus.Closed : SocketStatus.Ok;
        var isEmpty = result.Buffer.IsEmpty;
        Connection.Input.AdvanceTo(result.Buffer.Start);
        return isEmpty ? SocketStatus.Closed : SocketStatus.Unread;
    }

    /// <summary>Something was read and not fetched yet.</summary>
    public bool HasResult => isHeld;

    public bool IsOpen => !IsClosed && !(readClosed && writeClosed);

    /// <summary>Closes the connection; light threads that wait hear of it.</summary>
    public void Close()
    {
        if (IsClosed)
            return;
        IsClosed = true;
        readTimer.Detach();
        Host?.Remove(this);
        Connection.Close();
        if (isHeld)
            Connection.Input.AdvanceTo(held.Buffer.Start);
        isHeld = false;
        sockets.Forget(this);
        WakeReader(SocketStatus.Closed);
        WakeWriter(SocketStatus.Closed);
    }

    /// <summary>The host ends.</summary>
    public override void Run() => Close();

    /// <summary>Reads as far as there is something; true when the outcome is known.</summary>
    private bool TryRead()
    {
        while (true)
        {
            var task = Connection.Input.ReadAsync();
            if (!task.IsCompletedSuccessfully)
            {
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
        var result = readAwaiter.GetResult();
        if (reader is null)
        {
            Connection.Input.AdvanceTo(result.Buffer.Start);
            return;
        }

        if (Decide(result) || TryRead())
            WakeReader(readStatus);
        else
            readTimer.Arm(sockets.Loop, readTimeoutMs);
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
            Connection.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
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
        if (Connection.BrokenBy != 0)
        {
            if (LogsErrors)
                LuaSockets.Log(Host!, $"recv() failed ({Connection.BrokenBy}: {Errno.Text(Connection.BrokenBy)}), upstream: {Peer}");
            writeClosed = true;
            return SocketStatus.Failed;
        }

        return goal.Kind == ReadKind.All ? SocketStatus.Ok : SocketStatus.Closed;
    }

    private SocketStatus OnTimeout(ReadOnlySpan<byte> data)
    {
        goal.TakeAll(data);
        if (LogsErrors)
            LuaSockets.Log(Host!, $"lua tcp socket read timed out, upstream: {Peer}");
        return SocketStatus.Timeout;
    }

    private void OnReadDeadline()
    {
        if (reader is null)
            return;
        timedOut = true;
        Connection.Input.CancelPendingRead();
    }

    private void OnWritten()
    {
        var status = Written(writeAwaiter.GetResult());
        WakeWriter(status);
    }

    private SocketStatus Written(FlushResult result)
    {
        writeStatus = SocketStatus.Ok;
        if (result.IsCanceled)
        {
            writeClosed = true;
            writeStatus = SocketStatus.Timeout;
            if (LogsErrors)
                LuaSockets.Log(Host!, $"lua tcp socket write timed out, upstream: {Peer}");
        }
        else if (result.IsCompleted)
        {
            writeClosed = true;
            writeStatus = SocketStatus.Closed;
            if (!IsClosed && Connection.BrokenBy is not 0 and not Errno.EPIPE and var errno)
            {
                writeErrno = errno;
                writeStatus = SocketStatus.Failed;
            }
        }

        return writeStatus;
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

    private void WakeWriter(SocketStatus status)
    {
        if (writer is not { } thread)
            return;
        writer = null;
        writeStatus = status;
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

    private sealed class Waiting(SocketLink link) : LuaWait
    {
        public override void OnTimeout(LuaThread thread)
        {
        }

        public override void OnCancelled(LuaThread thread) => link.OnCancelled(thread);
    }

    private sealed class ReadTimer(SocketLink link) : Core.Loop.Timer
    {
        protected override void OnExpired() => link.OnReadDeadline();
    }
}
