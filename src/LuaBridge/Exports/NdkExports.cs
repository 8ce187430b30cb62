using System.Runtime.InteropServices;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.ndk: directives that compute a value, called as functions.</summary>
internal static unsafe class NdkExports
{
    /// <summary>Declined: there is no such directive.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ndk_lookup_directive")]
    private static int Find(byte* name, nuint length, nint* function)
    {
        *function = 0;
        return FfiStatus.Declined;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ndk_set_var_get")]
    private static int Compute(nint request, nint function, byte* argument, nuint length, FfiText* value)
    {
        *value = default;
        return FfiStatus.Error;
    }
}
