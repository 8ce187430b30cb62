using System.Runtime.InteropServices;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.ssl. No connection is one of TLS yet, and there is no TLS to read certificates with.</summary>
internal static unsafe class SslExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_set_der_certificate")]
    private static int SslSetDerCertificate(nint request, nint data, nuint length, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_clear_certs")]
    private static int SslClearCerts(nint request, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_set_der_private_key")]
    private static int SslSetDerPrivateKey(nint request, nint data, nuint length, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_raw_server_addr")]
    private static int SslRawServerAddr(nint request, nint addr, nint addrlen, nint addrtype, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_server_port")]
    private static int SslServerPort(nint request, nint serverPort, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_server_name")]
    private static int SslServerName(nint request, nint name, nint namelen, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_raw_client_addr")]
    private static int SslRawClientAddr(nint request, nint addr, nint addrlen, nint addrtype, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_cert_pem_to_der")]
    private static int CertPemToDer(nint pem, nuint pemLen, nint der, byte** error) =>
        Fail(error, "TLS is not built in"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_priv_key_pem_to_der")]
    private static int PrivKeyPemToDer(nint pem, nuint pemLen, nint passphrase, nint der, byte** error) =>
        Fail(error, "TLS is not built in"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_tls1_version")]
    private static int SslGetTls1Version(nint request, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_parse_pem_cert")]
    private static nint ParsePemCert(nint pem, nuint pemLen, byte** error)
    {
        Fail(error, "TLS is not built in"u8);
        return 0;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_parse_pem_priv_key")]
    private static nint ParsePemPrivKey(nint pem, nuint pemLen, byte** error)
    {
        Fail(error, "TLS is not built in"u8);
        return 0;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_parse_der_cert")]
    private static nint ParseDerCert(nint data, nuint length, byte** error)
    {
        Fail(error, "TLS is not built in"u8);
        return 0;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_req_ssl_pointer")]
    private static nint GetReqSslPointer(nint request, byte** error)
    {
        Fail(error, "bad ssl conn"u8);
        return 0;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_upstream_ssl_pointer")]
    private static nint GetUpstreamSslPointer(nint request, byte** error)
    {
        Fail(error, "bad ssl conn"u8);
        return 0;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_set_cert")]
    private static int SetCert(nint request, nint cdata, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_set_priv_key")]
    private static int SetPrivKey(nint request, nint cdata, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_free_cert")]
    private static void FreeCert(nint cdata)
    {
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_free_priv_key")]
    private static void FreePrivKey(nint cdata)
    {
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_verify_client")]
    private static int SslVerifyClient(nint request, nint clientCerts, nint trustedCerts, int depth, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_client_random")]
    private static int SslClientRandom(nint request, nint output, nint outlen, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_server_random")]
    private static int SslServerRandom(nint request, nint output, nint outlen, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_session_master_key")]
    private static int SslSessionMasterKey(nint request, nint output, nint outlen, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_export_keying_material")]
    private static int SslExportKeyingMaterial(nint request, nint output, nuint outSize, nint label, nuint llen, nint context, nuint ctxlen, int useCtx, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_export_keying_material_early")]
    private static int SslExportKeyingMaterialEarly(nint request, nint output, nuint outSize, nint label, nuint llen, nint context, nuint ctxlen, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_req_shared_ssl_ciphers")]
    private static int ReqSharedSslCiphers(nint request, nint ciphers, nint nciphers, int filterGrease, byte** error) =>
        Fail(error, "bad ssl conn"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_parse_der_priv_key")]
    private static nint ParseDerPrivKey(nint data, nuint length, byte** error)
    {
        Fail(error, "TLS is not built in"u8);
        return 0;
    }
}
