using System.Runtime.InteropServices;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.ssl.clienthello: there are no handshakes yet.</summary>
internal static unsafe class ClientHelloExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_client_hello_server_name")]
    private static int GetClientHelloServerName(nint request, nint name, nint namelen, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_client_hello_ext")]
    private static int GetClientHelloExt(nint request, uint type, nint output, nint outlen, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_set_protocols")]
    private static int SetProtocols(nint request, int protocols, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_client_hello_ext_present")]
    private static int GetClientHelloExtPresent(nint request, nint extensions, nint extensionsLen, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_client_hello_ciphers")]
    private static int GetClientHelloCiphers(nint request, nint ciphers, nuint ciphersLen, byte** error) =>
        Fail(error, "bad ssl conn"u8);
}
