using Engine.Core.Loop;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Pipe;

/// <summary>The standard input of a started program. One light thread at a time writes.</summary>
internal sealed class InputStream(EventLoop loop) : DescriptorWatch
{
    private readonly PipeWait wait = new();
    private int fd = -1;
    private byte[] rest = [];
    private int restStart;
    private int restEnd;

    /// <summary>Takes over the write end of a pipe. 0 or errno.</summary>
    public int Open(int writeEnd)
    {
        fd = writeEnd;
        ChildProcesses.SetNonBlocking(fd);
        return loop.Watch(fd, this);
    }

    /// <summary>Errno of the last write that failed.</summary>
    public int LastErrno { get; private set; }

    public PipeStatus Write(ReadOnlySpan<byte> bytes, long timeoutMs, LuaThread thread)
    {
        if (wait.IsBusy)
            return PipeStatus.BusyWriting;
        if (fd < 0)
            return PipeStatus.Closed;
        // What the program's reader has not made room for is kept here; what a killed writer left is dropped.
        restStart = restEnd = 0;
        var status = Write(ref bytes);
        if (status != PipeStatus.Waiting)
            return status;
        if (rest.Length < bytes.Length)
            rest = new byte[bytes.Length];
        bytes.CopyTo(rest);
        restEnd = bytes.Length;
        return wait.Begin(thread, timeoutMs);
    }

    /// <summary>The program reads an end of file; who waits is woken.</summary>
    public void Close(PipeStatus forWaiting)
    {
        if (fd < 0)
            return;
        loop.Unwatch(this);
        Files.Close(fd);
        fd = -1;
        rest = [];
        wait.End(forWaiting);
    }

    protected override void OnReady()
    {
        if (!wait.IsBusy)
            return;
        ReadOnlySpan<byte> bytes = rest.AsSpan(restStart..restEnd);
        var status = Write(ref bytes);
        restStart = restEnd - bytes.Length;
        if (status != PipeStatus.Waiting)
            wait.End(status);
    }

    private PipeStatus Write(ref ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Files.Write(fd, bytes);
            if (count == -Errno.EINTR)
                continue;
            if (count == -Errno.EAGAIN)
                return PipeStatus.Waiting;
            if (count < 0)
            {
                LastErrno = -count;
                return count == -Errno.EPIPE ? PipeStatus.Closed : PipeStatus.Failed;
            }

            bytes = bytes[count..];
        }

        return PipeStatus.Ok;
    }
}
