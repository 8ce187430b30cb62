using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Engine.Core.Log;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>Writing to a stream.</summary>
internal abstract partial class StreamLink
{
    private ValueTaskAwaiter<FlushResult> writeAwaiter;
    private LuaThread? writer;
    private SocketStatus writeStatus;
    private int writeErrno;
    private bool writeClosed;

    public bool IsWriting => writer is not null;

    /// <summary>Lua code has set tcp-nodelay. Otherwise nothing is delayed from the first send on; until then it is off, as in OpenResty.</summary>
    public bool HasOwnDelay { get; set; }

    protected bool IsWriteClosed => writeClosed;

    public SocketStatus Send(LuaThread thread, ReadOnlySpan<byte> data, int timeoutMs)
    {
        if (writer is not null)
            return SocketStatus.BusyWriting;
        if (writeClosed)
        {
            LuaSockets.LogClosed(Host!, "send", Id);
            return SocketStatus.Closed;
        }

        if (!HasOwnDelay)
            Connection.SetNoDelay(true);
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
            Sockets.SetError(writeErrno);
        return writeStatus;
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
                Host!.Log.Write(LogLevel.Error, Host.LogContext, $"lua tcp socket write timed out{LogSuffix}");
        }
        else if (result.IsCompleted)
        {
            writeClosed = true;
            writeStatus = SocketStatus.Closed;
            if (!IsClosed && Connection.BrokenBy is not 0 and var errno)
                FailWrite(errno);
        }

        return writeStatus;
    }

    private void FailWrite(int errno)
    {
        writeErrno = errno;
        writeStatus = SocketStatus.Failed;
        if (LogsErrors)
            LuaSockets.Log(Host!, $"send() failed ({errno}: {Errno.Text(errno)}){LogSuffix}");
    }

    private void WakeWriter(SocketStatus status)
    {
        if (writer is not { } thread)
            return;
        writer = null;
        writeStatus = status;
        thread.Wake(0);
    }
}
