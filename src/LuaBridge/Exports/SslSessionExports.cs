using System.Runtime.InteropServices;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.ssl.session: there are no TLS sessions yet.</summary>
internal static unsafe class SslSessionExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_set_serialized_session")]
    private static int SetSerializedSession(nint request, nint buf, int length, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_serialized_session")]
    private static int GetSerializedSession(nint request, nint buf, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_session_id")]
    private static int GetSessionId(nint request, nint buf, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_serialized_session_size")]
    private static int GetSerializedSessionSize(nint request, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_session_id_size")]
    private static int GetSessionIdSize(nint request, byte** error) =>
        Fail(error, "bad ssl conn"u8);
}
