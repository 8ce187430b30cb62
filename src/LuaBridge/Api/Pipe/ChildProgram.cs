using Engine.Core.Loop;
using Engine.Interop.Libc;
using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Api.Pipe;

/// <summary>A program that Lua code has started, and the pipes to it.</summary>
internal sealed class ChildProgram : DescriptorWatch
{
    private readonly LuaPipes owner;
    private readonly EventLoop loop;
    private readonly PipeWait wait = new();
    private readonly InputStream stdin;
    private readonly OutputStream stdout;
    private readonly OutputStream? stderr;
    private int processFd = -1;
    private bool hasEnded;
    private bool isWaitedFor;
    private bool isDestroyed;

    public ChildProgram(LuaPipes owner, EventLoop loop, int bufferSize, bool mergeStderr)
    {
        this.owner = owner;
        this.loop = loop;
        stdin = new InputStream(loop);
        stdout = new OutputStream(loop, bufferSize);
        stderr = mergeStderr ? null : new OutputStream(loop, bufferSize);
    }

    public int Number { get; set; }

    public int Pid { get; private set; }

    /// <summary>Of one that has ended, as wait(2) gives it.</summary>
    public int ExitStatus { get; private set; }

    public int LastErrno => stdin.LastErrno;

    /// <summary>Of the last write, for who fetches its result later.</summary>
    public long WriteLength { get; set; }

    /// <summary>Takes over our ends of the pipes, and begins to wait for the end of the process. 0 or errno.</summary>
    public int Open(int pid, int stdinEnd, int stdoutEnd, int stderrEnd)
    {
        Pid = pid;
        var errno = stdin.Open(stdinEnd) | stdout.Open(stdoutEnd) | (stderr?.Open(stderrEnd) ?? 0);
        processFd = ChildProcesses.OpenProcess(pid);
        return errno != 0 ? errno : processFd < 0 ? -processFd : loop.Watch(processFd, this);
    }

    /// <summary>A program that could not be executed ends as one that a shell can't execute does.</summary>
    public void OpenFailed(int status)
    {
        ExitStatus = status;
        hasEnded = true;
    }

    public PipeStatus Read(PipeStream stream, PipeGoal goal, long length, long timeoutMs, LuaThread thread) =>
        Output(stream) is not { } output ? PipeStatus.Merged : output.Read(goal, length, timeoutMs, thread);

    public OutputStream? Output(PipeStream stream) => stream == PipeStream.Stdout ? stdout : stderr;

    public PipeStatus Write(ReadOnlySpan<byte> bytes, long timeoutMs, LuaThread thread) => stdin.Write(bytes, timeoutMs, thread);

    public PipeStatus Shutdown(PipeStream stream)
    {
        if (isWaitedFor)
            return PipeStatus.Closed;
        if (stream == PipeStream.Stdin)
            stdin.Close(PipeStatus.Aborted);
        else if (Output(stream) is { } output)
            output.Close(PipeStatus.Aborted);
        else
            return PipeStatus.Merged;
        return PipeStatus.Ok;
    }

    public PipeStatus Wait(long timeoutMs, LuaThread thread)
    {
        if (wait.IsBusy)
            return PipeStatus.BusyWaiting;
        if (isWaitedFor)
            return PipeStatus.Exited;
        if (!hasEnded)
            return wait.Begin(thread, timeoutMs);
        EndWait();
        return PipeStatus.Ok;
    }

    /// <summary>A wait is over. Whoever knows how the program ended has no use for its pipes any more.</summary>
    public void EndWait()
    {
        isWaitedFor = true;
        CloseStreams();
    }

    public PipeStatus Kill(int signal)
    {
        if (hasEnded)
            return PipeStatus.Exited;
        return Processes.Kill(Pid, signal) switch
        {
            0 => PipeStatus.Ok,
            -Errno.EINVAL => PipeStatus.InvalidSignal,
            _ => PipeStatus.Exited,
        };
    }

    /// <summary>Nobody knows it any more. It is killed if it still runs, and collected when it has ended.</summary>
    public void Destroy()
    {
        isDestroyed = true;
        CloseStreams();
        if (!hasEnded)
            Processes.Kill(Pid, Signals.SIGKILL);
        stdout.Dispose();
        stderr?.Dispose();
        if (hasEnded)
            owner.Forget(this);
    }

    /// <summary>There is no loop to wait on: the VM ends, or the end of the process can't be watched.</summary>
    public void DestroyNow()
    {
        Destroy();
        if (hasEnded)
            return;
        loop.Unwatch(this);
        if (processFd >= 0)
            Files.Close(processFd);
        // Killed: it ends at once.
        Processes.Wait(Pid, 0, out _);
        hasEnded = true;
        owner.Forget(this);
    }

    protected override void OnReady()
    {
        if (Processes.Wait(Pid, Processes.WNOHANG, out var status) is 0)
            return;
        loop.Unwatch(this);
        Files.Close(processFd);
        ExitStatus = status;
        hasEnded = true;
        owner.OnEnded(this);
        if (isDestroyed)
            owner.Forget(this);
        else
            wait.End(PipeStatus.Ok);
    }

    private void CloseStreams()
    {
        stdin.Close(PipeStatus.Closed);
        stdout.Close(PipeStatus.Closed);
        stderr?.Close(PipeStatus.Closed);
    }
}
