using System.Runtime.InteropServices;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Arg;

/// <summary>ngx.arg: arguments of set_by_lua*, and the piece of the body that body_filter_by_lua* works on.</summary>
internal static unsafe class ArgApi
{
    public static readonly LuaApi Api = new(
        "Api/Arg/arg.lua",
        new LuaFunction("int get(int index)", (delegate* unmanaged<int, int>)&Get),
        new LuaFunction("int is_last(void)", (delegate* unmanaged<int>)&IsLast),
        new LuaFunction("void set_chunk(const char *text, size_t length)", (delegate* unmanaged<byte*, nuint, void>)&SetChunk),
        new LuaFunction("void set_last(int last)", (delegate* unmanaged<int, void>)&SetLast));

    /// <summary>The length of an argument or the piece, which is in the scratch buffer; -1: there is none.</summary>
    [UnmanagedCallersOnly]
    private static int Get(int index)
    {
        var lua = LuaRequest.Current!;
        if (lua.Vm.Run!.Phase == LuaPhase.BodyFilter)
            return Give(lua.Vm, lua.BodyChunk.Bytes.Span);
        return index >= 1 && index <= lua.SetArguments.Length ? Give(lua.Vm, lua.SetArguments[index - 1].Span) : -1;
    }

    [UnmanagedCallersOnly]
    private static int IsLast() => LuaRequest.Current!.BodyChunk.IsLast ? 1 : 0;

    [UnmanagedCallersOnly]
    private static void SetChunk(byte* text, nuint length)
    {
        var lua = LuaRequest.Current!;
        lua.BodyChunk.Bytes = lua.Request.Arena.Copy(new ReadOnlySpan<byte>(text, (int)length)).Memory;
    }

    [UnmanagedCallersOnly]
    private static void SetLast(int last) => LuaRequest.Current!.BodyChunk.IsLast = last != 0;

    private static int Give(LuaVm vm, ReadOnlySpan<byte> value)
    {
        value.CopyTo(vm.Scratch.Take(value.Length));
        return value.Length;
    }
}
