using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Log;
using Engine.LuaBridge.Interop;

namespace Engine.LuaBridge.Vm;

/// <summary>An error outside of every protected call: memory has run out. The VM can't be used any more, so the process ends.</summary>
internal static unsafe class LuaPanic
{
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int OnPanic(nint state)
    {
        nuint length = 0;
        var text = LuaNative.lua_type(state, -1) == LuaNative.LUA_TSTRING ? LuaNative.lua_tolstring(state, -1, &length) : null;
        var reason = text is null ? "unknown reason" : Encoding.UTF8.GetString(text, (int)length);
        if (LuaVm.IsInside)
            LuaVm.Current.Settings.Log.Write(LogLevel.Alert, $"lua atpanic: Lua VM crashed, reason: {reason}");
        Environment.FailFast($"Lua VM crashed: {reason}");
        return 0;
    }
}
