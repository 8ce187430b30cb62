using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.Ndk;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.ndk: directives that compute a value, called as functions. What Lua holds of one is one more than its number.</summary>
internal static unsafe class NdkExports
{
    /// <summary>Declined: there is no such directive.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ndk_lookup_directive")]
    private static int Find(byte* name, nuint length, nint* function)
    {
        *function = NdkApi.Find(Span(name, length)) + 1;
        return *function == 0 ? FfiStatus.Declined : FfiStatus.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ndk_set_var_get")]
    private static int Compute(nint request, nint function, byte* argument, nuint length, FfiText* value)
    {
        var written = NdkApi.Compute((int)function - 1, Span(argument, length));
        if (written < 0)
            return FfiStatus.Error;
        *value = new FfiText { Bytes = Literal(LuaVm.Current.Scratch.Take(written)), Length = written };
        return FfiStatus.Ok;
    }
}
