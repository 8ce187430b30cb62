using System.Globalization;
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
        new LuaFunction("void add(const char *text, size_t length, int at)", (delegate* unmanaged<byte*, nuint, int, void>)&Add),
        new LuaFunction("int add_number(double number, int at)", (delegate* unmanaged<double, int, int>)&AddNumber),
        new LuaFunction("int write_added(int newline)", (delegate* unmanaged<int, int>)&WriteAdded),
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

    /// <summary>A part of a text, which begins at 0.</summary>
    [UnmanagedCallersOnly]
    private static void Add(byte* text, nuint length, int at) => StageOf(LuaVm.Current).Add(new ReadOnlySpan<byte>(text, (int)length), at == 0);

    /// <summary>0 for a number that has to come as text.</summary>
    [UnmanagedCallersOnly]
    private static int AddNumber(double number, int at) => StageOf(LuaVm.Current).TryAdd(number, at == 0) ? 1 : 0;

    [UnmanagedCallersOnly]
    private static int WriteAdded(int newline)
    {
        if (newline != 0)
            StageOf(LuaVm.Current).Add("\n"u8, isFirst: false);
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

    /// <summary>Of a flush that was waited for.</summary>
    TimedOut,

    /// <summary>The same.</summary>
    ClientAborted,

    /// <summary>Plus the operation: it has to be called through engine.output_reentrant.</summary>
    CallReentrant = 16,
}

/// <summary>Where the text of one call waits to be sent.</summary>
internal sealed class OutputStage
{
    /// <summary>What Lua's "%.14g" prints without an exponent, and the characters of the longest such number with its sign.</summary>
    private const double LargestWhole = 1e14;
    private const int MostDigits = 15;

    private byte[] bytes = new byte[4096];
    private int length;

    public ReadOnlyMemory<byte> Text => bytes.AsMemory(0, length);

    public void Fill(ReadOnlySpan<byte> text, bool newline)
    {
        Add(text, isFirst: true);
        if (newline)
            Add("\n"u8, isFirst: false);
    }

    /// <summary>The first part is the beginning of another text.</summary>
    public void Add(ReadOnlySpan<byte> text, bool isFirst)
    {
        var end = isFirst ? 0 : length;
        text.CopyTo(Room(end, text.Length));
        length = end + text.Length;
    }

    /// <summary>A whole number as Lua prints it; false for any other.</summary>
    public bool TryAdd(double number, bool isFirst)
    {
        var whole = (long)number;
        if (whole != number || Math.Abs(number) >= LargestWhole)
            return false;
        var end = isFirst ? 0 : length;
        whole.TryFormat(Room(end, MostDigits), out var written, default, CultureInfo.InvariantCulture);
        length = end + written;
        return true;
    }

    /// <summary>Somebody still reads the text: the next call gets other memory.</summary>
    public void LeaveBehind() => bytes = new byte[4096];

    private Span<byte> Room(int end, int size)
    {
        if (bytes.Length - end < size)
            Array.Resize(ref bytes, Math.Max(end + size, bytes.Length * 2));
        return bytes.AsSpan(end);
    }
}
