using System.Runtime.InteropServices;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.socket: TLS of cosockets, which is not there yet.</summary>
internal static unsafe class SocketSslExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_sslhandshake")]
    private static int Handshake(
        nint request, nint socket, nint session, int reuse, FfiString* serverName, int verify, int wantsStatus, nint chain, nint key, byte** error) =>
        Fail(error, "TLS is not built in"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_get_sslhandshake_result")]
    private static int HandshakeResult(nint request, nint socket, nint* session, byte** error, int* opensslError)
    {
        *session = 0;
        *opensslError = 0;
        return Fail(error, "TLS is not built in"u8);
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_socket_tcp_get_ssl_session")]
    private static int GetSession(nint request, nint socket, nint* session, byte** error) => FailWithout(request, socket, session, error);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_get_ssl_pointer")]
    private static int GetConnection(nint request, nint socket, nint* connection, byte** error) => FailWithout(request, socket, connection, error);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_get_ssl_ctx")]
    private static int GetContext(nint request, nint socket, nint* context, byte** error) => FailWithout(request, socket, context, error);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_settrustedstore")]
    private static int SetTrustedStore(nint request, nint socket, nint store, byte** error) =>
        Fail(error, "TLS is not built in"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_free_session")]
    private static void FreeSession(nint session) => _ = session;

    private static int FailWithout(nint request, nint socket, nint* result, byte** error)
    {
        *result = 0;
        return Fail(error, "not an SSL connection"u8);
    }
}
