using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.ctx and resty.core.phase.</summary>
internal static unsafe class CtxExports
{
    /// <summary>luaL_ref's number for what is not there.</summary>
    private const int NoReference = -2;

    /// <summary>The number of the request's table in the registry's ngx_lua_ctx_tables; negative when it has none.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_ctx_ref")]
    private static int GetContext(nint request, int* inSslPhase, int* sslContext)
    {
        if (inSslPhase is not null)
            *inSslPhase = 0;
        if (sslContext is not null)
            *sslContext = NoReference;
        var number = LuaVm.Current.ContextNumber;
        return number == 0 ? NoReference : number;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_set_ctx_ref")]
    private static int SetContext(nint request, int number)
    {
        LuaVm.Current.ContextNumber = number;
        return FfiStatus.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_phase")]
    private static int GetPhase(nint request, byte** error) =>
        LuaVm.Current.Run is { } run ? (int)run.Phase : Fail(error, "no request ctx found"u8);
}
