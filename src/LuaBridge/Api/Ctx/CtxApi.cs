using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Ctx;

/// <summary>ngx.ctx, the table of a request. Lua makes it when it is first asked for; it goes when the host ends.</summary>
internal static unsafe class CtxApi
{
    public static readonly LuaApi Api = new(
        "Api/Ctx/ctx.lua",
        new LuaFunction("int rent(void)", (delegate* unmanaged<int>)&Rent),
        new LuaFunction("void set_table(int reference)", (delegate* unmanaged<int, void>)&SetTable));

    [UnmanagedCallersOnly]
    private static int Rent() => LuaVm.Current.Contexts.Rent();

    [UnmanagedCallersOnly]
    private static void SetTable(int reference) => LuaVm.Current.Contexts.Table = reference;
}
