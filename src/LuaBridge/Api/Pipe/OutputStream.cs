using Engine.Core.Loop;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Pipe;

/// <summary>What a started program writes to one of its streams. One light thread at a time reads.</summary>
internal sealed unsafe class OutputStream(EventLoop loop, int bufferSize) : DescriptorWatch, IDisposable
{
    private readonly PipeBuffer buffer = new(bufferSize);
    private readonly PipeWait wait = new();
    private int fd = -1;
    private bool isEof;
    private PipeGoal goal;
    private long goalLength;

    /// <summary>Bytes in front that are known to have no line end.</summary>
    private int searched;

    private byte* taken;
    private int takenLength;

    /// <summary>Takes over the read end of a pipe. 0 or errno.</summary>
    public int Open(int readEnd)
    {
        fd = readEnd;
        ChildProcesses.SetNonBlocking(fd);
        return loop.Watch(fd, this);
    }

    /// <summary>Bytes for Lua code, behind a read that came to anything but <see cref="PipeStatus.Waiting"/>; valid until the next one.</summary>
    public byte* Taken(out int length)
    {
        length = takenLength;
        return taken;
    }

    public PipeStatus Read(PipeGoal how, long length, long timeoutMs, LuaThread thread)
    {
        takenLength = 0;
        if (wait.IsBusy)
            return PipeStatus.BusyReading;
        if (fd < 0)
            return PipeStatus.Closed;
        goal = how;
        goalLength = length;
        searched = 0;
        var status = Advance();
        return status == PipeStatus.Waiting ? wait.Begin(thread, timeoutMs) : status;
    }

    /// <summary>After a read that had to wait: what had arrived when it failed is taken.</summary>
    public void TakePartial(PipeStatus status)
    {
        if (status is PipeStatus.Timeout)
            Take(buffer.Count);
    }

    /// <summary>Nothing more is read; who waits is woken.</summary>
    public void Close(PipeStatus forWaiting)
    {
        if (fd < 0)
            return;
        loop.Unwatch(this);
        Files.Close(fd);
        fd = -1;
        wait.End(forWaiting);
    }

    public void Dispose()
    {
        Close(PipeStatus.Closed);
        buffer.Dispose();
    }

    protected override void OnReady()
    {
        if (!wait.IsBusy)
            return;
        var status = Advance();
        if (status != PipeStatus.Waiting)
            wait.End(status);
    }

    /// <summary>Reads until the goal is reached, the stream ends, or nothing is there.</summary>
    private PipeStatus Advance()
    {
        while (true)
        {
            if (IsReached())
                return PipeStatus.Ok;
            if (isEof)
                return AtEnd();
            if (buffer.IsFull)
                return PipeStatus.Failed;
            var count = Files.Read(fd, buffer.Room());
            if (count == -Errno.EAGAIN)
                return PipeStatus.Waiting;
            if (count > 0)
                buffer.Add(count);
            else if (count != -Errno.EINTR)
                isEof = true;
        }
    }

    private bool IsReached()
    {
        switch (goal)
        {
            case PipeGoal.Bytes when buffer.Count >= goalLength:
                Take((int)goalLength);
                return true;
            case PipeGoal.Any when buffer.Count > 0:
                Take((int)Math.Min(goalLength, buffer.Count));
                return true;
            case PipeGoal.Line when FindLineEnd() is >= 0 and var length:
                Take(length + 1);
                takenLength = TrimLine(length);
                return true;
            default:
                return false;
        }
    }

    private int FindLineEnd()
    {
        var found = buffer.Bytes[searched..].IndexOf((byte)'\n');
        if (found >= 0)
            return searched + found;
        searched = buffer.Count;
        return -1;
    }

    private PipeStatus AtEnd()
    {
        if (goal != PipeGoal.All && buffer.Count == 0)
        {
            takenLength = 0;
            return PipeStatus.Closed;
        }

        Take(buffer.Count);
        if (goal == PipeGoal.All)
            return PipeStatus.Ok;
        return PipeStatus.Closed;
    }

    private void Take(int count)
    {
        taken = buffer.Take(count);
        takenLength = count;
    }

    /// <summary>Carriage returns are no part of a line, as in cosockets.</summary>
    private int TrimLine(int length)
    {
        var kept = 0;
        for (var i = 0; i < length; i++)
        {
            if (taken[i] != '\r')
                taken[kept++] = taken[i];
        }

        return kept;
    }
}
