using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.Interop.Libc;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Pipe;

/// <summary>ngx.pipe: programs that run beside the server, and talk with Lua code over pipes. Statuses are <see cref="PipeStatus"/>.</summary>
internal static unsafe class PipeApi
{
    public static readonly LuaApi Api = new(
        "Api/Pipe/pipe.lua",
        new LuaFunction("int spawn(const char *file, const char **arguments, const char **environment, int merge_stderr, int buffer_size)", (delegate* unmanaged<byte*, byte**, byte**, int, int, int>)&Spawn),
        new LuaFunction("int pid(int number)", (delegate* unmanaged<int, int>)&Pid),
        new LuaFunction("int read(int number, int stream, int goal, double length, double timeout)", (delegate* unmanaged<int, int, int, double, double, int>)&Read),
        new LuaFunction("void take_partial(int number, int stream, int status)", (delegate* unmanaged<int, int, int, void>)&TakePartial),
        new LuaFunction("const char *taken(int number, int stream, int *length)", (delegate* unmanaged<int, int, int*, byte*>)&Taken),
        new LuaFunction("int write(int number, const char *bytes, size_t length, double timeout)", (delegate* unmanaged<int, byte*, nuint, double, int>)&Write),
        new LuaFunction("void report_write(int number)", (delegate* unmanaged<int, void>)&ReportWrite),
        new LuaFunction("int shutdown(int number, int stream)", (delegate* unmanaged<int, int, int>)&Shutdown),
        new LuaFunction("int wait(int number, double timeout)", (delegate* unmanaged<int, double, int>)&Wait),
        new LuaFunction("int exit_status(int number)", (delegate* unmanaged<int, int>)&TakeExitStatus),
        new LuaFunction("int kill(int number, int signal)", (delegate* unmanaged<int, int, int>)&Kill),
        new LuaFunction("void destroy(int number)", (delegate* unmanaged<int, void>)&Destroy),
        new LuaFunction("int error_text(int errno)", (delegate* unmanaged<int, int>)&ErrorText))
    {
        CreateState = static vm => new LuaPipes(vm),
    };

    /// <summary>The programs of the VM whose code runs.</summary>
    public static LuaPipes Pipes => (LuaPipes)LuaVm.Current.StateOf(Api);

    /// <summary>A number, or -errno.</summary>
    [UnmanagedCallersOnly]
    private static int Spawn(byte* file, byte** arguments, byte** environment, int mergeStderr, int bufferSize) =>
        Pipes.Spawn(file, arguments, environment, mergeStderr != 0, bufferSize);

    [UnmanagedCallersOnly]
    private static int Pid(int number) => Pipes[number].Pid;

    [UnmanagedCallersOnly]
    private static int Read(int number, int stream, int goal, double length, double timeout) =>
        (int)Pipes[number].Read((PipeStream)stream, (PipeGoal)goal, (long)length, (long)timeout, LuaVm.Current.Running);

    /// <summary>After a read that had to wait.</summary>
    [UnmanagedCallersOnly]
    private static void TakePartial(int number, int stream, int status) => Pipes[number].Output((PipeStream)stream)!.TakePartial((PipeStatus)status);

    [UnmanagedCallersOnly]
    private static byte* Taken(int number, int stream, int* length) => Pipes[number].Output((PipeStream)stream)!.Taken(out *length);

    [UnmanagedCallersOnly]
    private static int Write(int number, byte* bytes, nuint length, double timeout) =>
        (int)Pipes[number].Write(new ReadOnlySpan<byte>(bytes, (int)length), (long)timeout, LuaVm.Current.Running);

    /// <summary>A write has failed: the log says how.</summary>
    [UnmanagedCallersOnly]
    private static void ReportWrite(int number) => LogFailedWrite(Pipes[number]);

    public static void LogFailedWrite(ChildProgram child)
    {
        var errno = child.LastErrno;
        if (errno != 0)
            Pipes.Log(LogLevel.Error, $"lua pipe write data error pipe:{child.Number:X8} ({errno}: {Errno.Text(errno)})");
    }

    [UnmanagedCallersOnly]
    private static int Shutdown(int number, int stream) => (int)Pipes[number].Shutdown((PipeStream)stream);

    [UnmanagedCallersOnly]
    private static int Wait(int number, double timeout) => (int)Pipes[number].Wait((long)timeout, LuaVm.Current.Running);

    /// <summary>Of a program that was waited for.</summary>
    [UnmanagedCallersOnly]
    private static int TakeExitStatus(int number)
    {
        Pipes[number].EndWait();
        return Pipes[number].ExitStatus;
    }

    [UnmanagedCallersOnly]
    private static int Kill(int number, int signal) => (int)Pipes[number].Kill(signal);

    /// <summary>Lua's collector has taken the object.</summary>
    [UnmanagedCallersOnly]
    private static void Destroy(int number) => Pipes.Destroy(number);

    /// <summary>The length of what is in the scratch buffer.</summary>
    [UnmanagedCallersOnly]
    private static int ErrorText(int errno)
    {
        var text = Errno.Text(errno);
        return System.Text.Encoding.UTF8.GetBytes(text, LuaVm.Current.Scratch.Take(text.Length * 3));
    }
}
