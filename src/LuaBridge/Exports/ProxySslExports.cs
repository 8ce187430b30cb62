using System.Runtime.InteropServices;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.proxyssl, ngx.ssl.proxysslcert, ngx.ssl.proxysslverify: there is no TLS to upstreams yet.</summary>
internal static unsafe class ProxySslExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_clear_certs")]
    private static int ClearCerts(nint request, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_set_der_certificate")]
    private static int SetDerCertificate(nint request, nint data, nuint length, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_set_der_private_key")]
    private static int SetDerPrivateKey(nint request, nint data, nuint length, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_set_cert")]
    private static int SetCert(nint request, nint cdata, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_set_priv_key")]
    private static int SetPrivKey(nint request, nint cdata, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_set_verify_result")]
    private static int SetVerifyResult(nint request, int verifyResult, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_get_verify_result")]
    private static int GetVerifyResult(nint request, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_get_verify_cert")]
    private static nint GetVerifyCert(nint request, byte** error)
    {
        Fail(error, "bad ssl conn"u8);
        return 0;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_free_verify_cert")]
    private static void FreeVerifyCert(nint cdata)
    {
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_proxy_ssl_get_tls1_version")]
    private static int GetTls1Version(nint request, byte** error) =>
        Fail(error, "bad ssl conn"u8);
}
