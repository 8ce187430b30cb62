using System.Runtime.InteropServices;
using System.Text;
using Engine.Interop.OpenSsl;
using Engine.LuaBridge.Api.Socket;
using Engine.LuaBridge.Api.SocketTls;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.socket: TLS of cosockets.</summary>
internal static unsafe class SocketSslExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_sslhandshake")]
    private static int Handshake(
        nint request, double* socket, nint session, int reuse, FfiString* serverName, int verify, int wantsStatus, nint chain, nint key, byte** error)
    {
        return Reply(SocketTlsApi.Begin(socket, serverName->Span, verify != 0, wantsStatus != 0, session, chain, key, 0), error);
    }

    /// <summary>After the wait, and once more for the session.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_get_sslhandshake_result")]
    private static int HandshakeResult(nint request, double* socket, nint* session, byte** error, int* opensslError)
    {
        *opensslError = 0;
        var result = Reply(SocketTlsApi.End(socket), error);
        *session = result == FfiStatus.Ok && LinkOf(socket)?.Ssl is { } ssl ? ssl.TakeSession() : 0;
        return result;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_socket_tcp_get_ssl_session")]
    private static int GetSession(nint request, double* socket, nint* session, byte** error)
    {
        *session = LinkOf(socket)?.Ssl?.TakeSession() ?? 0;
        return *session != 0 ? FfiStatus.Ok : Fail(error, "not an SSL connection"u8);
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_get_ssl_pointer")]
    private static int GetConnection(nint request, double* socket, nint* connection, byte** error)
    {
        *connection = LinkOf(socket)?.Ssl?.Handle ?? 0;
        return *connection != 0 ? FfiStatus.Ok : Fail(error, "not an SSL connection"u8);
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_get_ssl_ctx")]
    private static int GetContext(nint request, double* socket, nint* context, byte** error)
    {
        *context = LinkOf(socket)?.Tls?.Context.Address ?? 0;
        return *context != 0 ? FfiStatus.Ok : Fail(error, "not an SSL connection"u8);
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_socket_tcp_settrustedstore")]
    private static int SetTrustedStore(nint request, nint socket, nint store, byte** error) =>
        Fail(error, "not supported: lua_ssl_trusted_certificate names the certificates"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_free_session")]
    private static void FreeSession(nint session) => SslSession.Release(session);

    private static int FailWith(LuaSockets sockets, byte** error)
    {
        if (error is not null)
            *error = Give(sockets.Vm, Encoding.UTF8.GetBytes(sockets.LastError + '\0'));
        return FfiStatus.Error;
    }

    private static SocketLink? LinkOf(double* socket) => socket is null ? null : SocketApi.Of(LuaVm.Current).Find(*socket) as SocketLink;

    private static int Reply(SocketStatus status, byte** error) => status switch
    {
        SocketStatus.Ok => FfiStatus.Ok,
        SocketStatus.Waiting => FfiStatus.Again,
        SocketStatus.Already => FfiStatus.Done,
        SocketStatus.Failed => FailWith(SocketApi.Of(LuaVm.Current), error),
        SocketStatus.Unread => Fail(error, "unread data in buffer"u8),
        SocketStatus.OtherIdentity => Fail(error, "the connection speaks TLS with another server"u8),
        SocketStatus.BusyConnecting => Fail(error, "socket busy connecting"u8),
        SocketStatus.BusyReading => Fail(error, "socket busy reading"u8),
        SocketStatus.BusyWriting => Fail(error, "socket busy writing"u8),
        SocketStatus.BadRequest => Fail(error, "bad request"u8),
        _ => Fail(error, "closed"u8),
    };
}
