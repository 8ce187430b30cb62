using System.Runtime.InteropServices;
using System.Text;
using Engine.Interop.Libc;
using Engine.LuaBridge.Api.Pipe;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx_http_lua_ffi_pipe_proc_t: a started program as ngx.pipe of lua-resty-core knows it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeProgram
{
    public int Pid;
    public nuint WriteTimeoutMs;
    public nuint StdoutTimeoutMs;
    public nuint StderrTimeoutMs;
    public nuint WaitTimeoutMs;

    /// <summary>One more than the program's number, and above it what its readers wait for; 0: no program was started.</summary>
    public ulong Handle;

    private const ulong NumberMask = uint.MaxValue;
    private const int WaitingShift = 32;

    public readonly int Number => (int)(Handle & NumberMask) - 1;

    /// <summary>A read of the stream waits: its result is fetched when the wait is over.</summary>
    public void BeginWait(PipeStream stream, PipeGoal goal) => Handle |= Bit(stream) | (goal == PipeGoal.Any ? Bit(stream) << 4 : 0);

    /// <summary>False when no read of the stream waited.</summary>
    public bool EndWait(PipeStream stream, out bool ofAny)
    {
        ofAny = (Handle & (Bit(stream) << 4)) != 0;
        var waited = (Handle & Bit(stream)) != 0;
        Handle &= ~(Bit(stream) | (Bit(stream) << 4));
        return waited;
    }

    private static ulong Bit(PipeStream stream) => 1ul << (WaitingShift + (int)stream);
}

/// <summary>ngx.pipe.</summary>
internal static unsafe class PipeExports
{
    private static readonly string[] Words =
    [
        "", "", "closed", "timeout", "aborted", "pipe busy reading", "pipe busy writing", "pipe busy waiting", "merged to stdout", "exited", "invalid signal", "failed",
    ];

    private static ChildProgram Of(NativeProgram* program) => PipeApi.Pipes[program->Number];

    private static PipeStream StreamOf(int fromStderr) => fromStderr != 0 ? PipeStream.Stderr : PipeStream.Stdout;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_spawn")]
    private static int Spawn(
        nint request, NativeProgram* program, byte* file, byte** arguments, int mergeStderr, nuint bufferSize, byte** environment, byte* error, nuint* errorLength)
    {
        if (LuaVm.Current.Run is null or { Phase: LuaPhase.Init })
            return Fail(error, errorLength, "API disabled in the context of init_by_lua*");
        var number = PipeApi.Pipes.Spawn(file, arguments, environment, mergeStderr != 0, (int)Math.Min(bufferSize, int.MaxValue));
        if (number < 0)
            return Fail(error, errorLength, Errno.Text(-number));
        program->Handle = (ulong)number + 1;
        program->Pid = PipeApi.Pipes[number].Pid;
        return FfiStatus.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_proc_destroy")]
    private static void Destroy(NativeProgram* program)
    {
        if (program->Handle != 0)
            PipeApi.Pipes.Destroy(program->Number);
        program->Handle = 0;
    }

    /// <summary>Ok and the bytes; declined, why not and what there was; again: the caller yields and fetches the result.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_proc_read")]
    private static int Read(
        nint request, NativeProgram* program, int fromStderr, int goal, nuint length, byte** bytes, nuint* size, byte* error, nuint* errorLength)
    {
        if (!IsAllowed(LuaPhase.Yieldable, error, errorLength))
            return FfiStatus.BadContext;
        if (program->Handle == 0)
            return Fail(error, errorLength, "closed"u8);
        var stream = StreamOf(fromStderr);
        var timeoutMs = stream == PipeStream.Stdout ? program->StdoutTimeoutMs : program->StderrTimeoutMs;
        var status = Of(program).Read(stream, (PipeGoal)goal, (long)length, (long)timeoutMs, LuaVm.Current.Running);
        if (status == PipeStatus.Waiting)
        {
            program->BeginWait(stream, (PipeGoal)goal);
            return Wait(AwaitedResult.Nothing);
        }

        return Finish(program, stream, status, (PipeGoal)goal == PipeGoal.Any, bytes, size, error, errorLength);
    }

    /// <summary>After the wait, and again with a buffer of the right size when there were more bytes than the first had room for.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_get_read_result")]
    private static int GetReadResult(
        nint request, NativeProgram* program, int fromStderr, byte** bytes, nuint* size, byte* error, nuint* errorLength)
    {
        var stream = StreamOf(fromStderr);
        var status = PipeStatus.Ok;
        if (program->EndWait(stream, out var ofAny))
        {
            status = (PipeStatus)LuaVm.Current.Wake;
            Of(program).Output(stream)!.TakePartial(status);
        }

        return Finish(program, stream, status, ofAny, bytes, size, error, errorLength);
    }

    /// <summary>The bytes written; again: the caller yields and fetches the result.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_proc_write")]
    private static nint Write(nint request, NativeProgram* program, byte* bytes, nuint length, byte* error, nuint* errorLength)
    {
        if (!IsAllowed(LuaPhase.Yieldable, error, errorLength))
            return FfiStatus.BadContext;
        if (program->Handle == 0)
            return Fail(error, errorLength, "closed"u8);
        var child = Of(program);
        child.WriteLength = (long)length;
        var status = child.Write(Span(bytes, length), (long)program->WriteTimeoutMs, LuaVm.Current.Running);
        return status == PipeStatus.Waiting ? Wait(AwaitedResult.Nothing) : Finish(child, status, error, errorLength);
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_get_write_result")]
    private static nint GetWriteResult(nint request, NativeProgram* program, byte* error, nuint* errorLength) =>
        Finish(Of(program), (PipeStatus)LuaVm.Current.Wake, error, errorLength);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_proc_shutdown_stdin")]
    private static int ShutdownStdin(NativeProgram* program, byte* error, nuint* errorLength) => Shutdown(program, PipeStream.Stdin, error, errorLength);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_proc_shutdown_stdout")]
    private static int ShutdownStdout(NativeProgram* program, byte* error, nuint* errorLength) => Shutdown(program, PipeStream.Stdout, error, errorLength);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_proc_shutdown_stderr")]
    private static int ShutdownStderr(NativeProgram* program, byte* error, nuint* errorLength) => Shutdown(program, PipeStream.Stderr, error, errorLength);

    /// <summary>Ok, or declined when it has failed: how it ended. Again: the caller yields and gets that as results.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_proc_wait")]
    private static int WaitForEnd(nint request, NativeProgram* program, byte** reason, int* code, byte* error, nuint* errorLength)
    {
        if (!IsAllowed(LuaPhase.Yieldable, error, errorLength))
            return FfiStatus.BadContext;
        if (program->Handle == 0)
            return Fail(error, errorLength, "exited"u8);
        var child = Of(program);
        var status = child.Wait((long)program->WaitTimeoutMs, LuaVm.Current.Running);
        if (status == PipeStatus.Waiting)
            return Wait(AwaitedResult.Process + program->Number);
        if (status != PipeStatus.Ok)
            return Fail(error, errorLength, Words[(int)status]);
        var signal = child.ExitStatus & 0x7F;
        *code = signal != 0 ? signal : (child.ExitStatus >> 8) & 0xFF;
        *reason = signal != 0 ? Literal("signal"u8) : Literal("exit"u8);
        return child.ExitStatus == 0 ? FfiStatus.Ok : FfiStatus.Declined;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_pipe_proc_kill")]
    private static int Kill(NativeProgram* program, int signal, byte* error, nuint* errorLength) =>
        Finish(program->Handle == 0 ? PipeStatus.Exited : Of(program).Kill(signal), error, errorLength);

    private static int Wait(AwaitedResult result)
    {
        LuaVm.Current.AwaitedResult = result;
        return FfiStatus.Again;
    }

    private static int Shutdown(NativeProgram* program, PipeStream stream, byte* error, nuint* errorLength) =>
        Finish(program->Handle == 0 ? PipeStatus.Closed : Of(program).Shutdown(stream), error, errorLength);

    private static int Finish(PipeStatus status, byte* error, nuint* errorLength) =>
        status == PipeStatus.Ok ? FfiStatus.Ok : Fail(error, errorLength, Words[(int)status]);

    private static nint Finish(ChildProgram child, PipeStatus status, byte* error, nuint* errorLength)
    {
        if (status == PipeStatus.Ok)
            return (nint)child.WriteLength;
        if (status is PipeStatus.Closed or PipeStatus.Failed)
            PipeApi.LogFailedWrite(child);
        return Finish(status, error, errorLength);
    }

    private static int Finish(
        NativeProgram* program, PipeStream stream, PipeStatus status, bool ofAny, byte** bytes, nuint* size, byte* error, nuint* errorLength)
    {
        if (status != PipeStatus.Ok)
        {
            Fail(error, errorLength, Words[(int)status]);
            if (ofAny || status is not (PipeStatus.Closed or PipeStatus.Timeout))
                return FfiStatus.Error;
        }

        var taken = Of(program).Output(stream)!.Taken(out var length);
        if ((nuint)length > *size)
            *bytes = null;
        else
            new ReadOnlySpan<byte>(taken, length).CopyTo(new Span<byte>(*bytes, length));
        *size = (nuint)length;
        return status == PipeStatus.Ok ? FfiStatus.Ok : FfiStatus.Declined;
    }
}
