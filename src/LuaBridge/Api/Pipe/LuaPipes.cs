using Engine.Core.Log;
using Engine.Interop.Libc;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Pipe;

/// <summary>The programs that the code of a VM has started, by the numbers that Lua knows them by.</summary>
internal sealed unsafe class LuaPipes(LuaVm vm) : IVmState
{
    private readonly List<ChildProgram?> all = [];
    private readonly Stack<int> free = new();

    /// <summary>One that is not there any more has ended: when the VM has closed, finalizers of Lua code may still ask.</summary>
    public ChildProgram this[int number] => number < all.Count && all[number] is { } child ? child : Gone();

    /// <summary>
    /// Starts a program. Arguments and environment end with null; a null environment is that of the server. Its number, or -errno.
    /// </summary>
    public int Spawn(byte* file, byte** arguments, byte** environment, bool mergeStderr, int bufferSize)
    {
        Span<int> ends = stackalloc int[6];
        ends.Fill(-1);
        if (!OpenPipes(ends, mergeStderr, out var errno))
        {
            Close(ends);
            return -errno;
        }

        var pid = ChildProcesses.Start(file, arguments, environment, ends[0], ends[3], mergeStderr ? ends[3] : ends[5]);
        var child = Add(new ChildProgram(this, vm.Loop, bufferSize, mergeStderr));
        if (pid < 0)
        {
            Close(ends);
            var name = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)file);
            // In the words of the child that nginx forks first, which knows no request.
            vm.Settings.Log.Write(LogLevel.Error, $"lua pipe child execvp() failed while executing {name} ({-pid}: {Errno.Text(-pid)})");
            const int exitedWithOne = 0x100;
            child.OpenFailed(exitedWithOne);
            return child.Number;
        }

        // The program's ends.
        Files.Close(ends[0]);
        Files.Close(ends[3]);
        if (!mergeStderr)
            Files.Close(ends[5]);
        errno = child.Open(pid, ends[1], ends[2], ends[4]);
        if (errno == 0)
            return child.Number;
        child.DestroyNow();
        return -errno;
    }

    /// <summary>nginx logs every signal that it gets.</summary>
    public void OnEnded(ChildProgram child) => vm.Settings.Log.Write(LogLevel.Notice, $"signal {Signals.SIGCHLD} (SIGCHLD) received from {child.Pid}");

    public void Forget(ChildProgram child)
    {
        if (all[child.Number] != child)
            return;
        all[child.Number] = null;
        free.Push(child.Number);
    }

    public void Log(LogLevel level, string text)
    {
        var host = vm.Run?.Host;
        (host?.Log ?? vm.Settings.Log).Write(level, host?.LogContext, $"{text}");
    }

    public void OnExiting()
    {
    }

    public void OnClosing()
    {
        foreach (var child in all.ToArray())
            child?.DestroyNow();
    }

    /// <summary>What Lua's collector has taken; after <see cref="OnClosing"/> there is nothing left.</summary>
    public void Destroy(int number)
    {
        if (number < all.Count)
            all[number]?.Destroy();
    }

    private ChildProgram Gone()
    {
        var gone = new ChildProgram(this, vm.Loop, bufferSize: 1, mergeStderr: false);
        gone.OpenFailed(0);
        return gone;
    }

    private static bool OpenPipes(Span<int> ends, bool mergeStderr, out int errno)
    {
        errno = 0;
        for (var i = 0; i < (mergeStderr ? 4 : 6) && errno == 0; i += 2)
            errno = -ChildProcesses.OpenPipe(out ends[i], out ends[i + 1]);
        return errno == 0;
    }

    private static void Close(Span<int> ends)
    {
        foreach (var end in ends)
        {
            if (end >= 0)
                Files.Close(end);
        }
    }

    private ChildProgram Add(ChildProgram child)
    {
        if (free.TryPop(out var number))
        {
            all[number] = child;
        }
        else
        {
            number = all.Count;
            all.Add(child);
        }

        child.Number = number;
        return child;
    }
}
