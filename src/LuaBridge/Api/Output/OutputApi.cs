using System.Runtime.InteropServices;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Output;

/// <summary>ngx.say, ngx.print, ngx.flush, ngx.eof, ngx.send_headers.</summary>
internal static unsafe class OutputApi
{
    public static readonly LuaApi Api = new(
        "Api/Output/output.lua",
        new LuaFunction("int write(const char *text, size_t length, int newline)", (delegate* unmanaged<byte*, nuint, int, int>)&Write),
        new LuaFunction("int flush(int wait)", (delegate* unmanaged<int, int>)&Flush),
        new LuaFunction("int eof(void)", (delegate* unmanaged<int>)&Eof),
        new LuaFunction("int send_headers(void)", (delegate* unmanaged<int>)&SendHeaders),
        new LuaFunction("int is_header_sent(void)", (delegate* unmanaged<int>)&IsHeaderSent))
    {
        CreateState = static _ => new OutputStage(),
        Reentrant = [("output_reentrant", (nint)(delegate* unmanaged<int, int>)&RunReentrant)],
    };

    private enum Operation
    {
        Write,
        Flush,
        FlushAndWait,
        Eof,
        SendHeaders,
    }

    [UnmanagedCallersOnly]
    private static int Write(byte* text, nuint length, int newline)
    {
        StageOf(LuaVm.Current).Fill(new ReadOnlySpan<byte>(text, (int)length), newline != 0);
        return Begin(Operation.Write);
    }

    [UnmanagedCallersOnly]
    private static int Flush(int wait) => Begin(wait != 0 ? Operation.FlushAndWait : Operation.Flush);

    [UnmanagedCallersOnly]
    private static int Eof() => Begin(Operation.Eof);

    [UnmanagedCallersOnly]
    private static int SendHeaders() => Begin(Operation.SendHeaders);

    [UnmanagedCallersOnly]
    private static int IsHeaderSent() => LuaRequest.Current!.Request.IsHeaderSent ? 1 : 0;

    /// <summary>The operation again, called so that filters written in Lua may run.</summary>
    [UnmanagedCallersOnly]
    private static int RunReentrant(int operation) => (int)Run(LuaRequest.Current!, (Operation)operation);

    private static int Begin(Operation operation)
    {
        if (LuaRequest.Current is not { } lua)
            return (int)OutputResult.NoRequest;
        var conf = LuaLocationConf.Slot.Of(lua.Request);
        if (conf.HeaderFilterBy is not null || conf.BodyFilterBy is not null)
            return (int)OutputResult.CallReentrant + (int)operation;
        return (int)Run(lua, operation);
    }

    private static OutputResult Run(LuaRequest lua, Operation operation)
    {
        var stage = StageOf(lua.Vm);
        switch (operation)
        {
            case Operation.Write:
                return LuaOutput.Write(lua, stage);
            case Operation.Eof:
                return lua.IsEof ? LuaOutput.SeenEof(lua) : LuaOutput.Await(lua, LuaHandlers.SendEof(lua), stage);
            case Operation.SendHeaders:
                return lua.Request.IsHeaderSent ? OutputResult.Ok : LuaOutput.Await(lua, LuaOutput.SendHead(lua), stage);
            default:
                return LuaOutput.Flush(lua, operation == Operation.FlushAndWait, stage);
        }
    }

    private static OutputStage StageOf(LuaVm vm) => (OutputStage)vm.StateOf(Api);
}

/// <summary>What an output function came to; Api/Output/output.lua knows the numbers.</summary>
internal enum OutputResult
{
    Ok,

    /// <summary>The light thread is parked; the same numbers, later, in state.wake.</summary>
    Wait,
    Failed,
    SeenEof,
    HeaderOnly,
    Buffering,
    NothingToFlush,
    NoRequest,
    RawSocket,

    /// <summary>Plus the operation: it has to be called through engine.output_reentrant.</summary>
    CallReentrant = 16,
}

/// <summary>Where the text of one call waits to be sent.</summary>
internal sealed class OutputStage
{
    private byte[] bytes = new byte[4096];
    private int length;

    public ReadOnlyMemory<byte> Text => bytes.AsMemory(0, length);

    public void Fill(ReadOnlySpan<byte> text, bool newline)
    {
        length = text.Length + (newline ? 1 : 0);
        if (bytes.Length < length)
            bytes = new byte[Math.Max(length, bytes.Length * 2)];
        text.CopyTo(bytes);
        if (newline)
            bytes[text.Length] = (byte)'\n';
    }

    /// <summary>Somebody still reads the text: the next call gets other memory.</summary>
    public void LeaveBehind() => bytes = new byte[4096];
}
