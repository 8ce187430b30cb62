using System.Runtime.InteropServices;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.ocsp: there is no TLS to staple a response to yet.</summary>
internal static unsafe class OcspExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_get_ocsp_responder_from_der_chain")]
    private static int GetOcspResponderFromDerChain(nint chainData, nuint chainLen, nint output, nint outSize, byte** error) =>
        Fail(error, "TLS is not built in"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_create_ocsp_request")]
    private static int CreateOcspRequest(nint chainData, nuint chainLen, nint output, nint outSize, byte** error) =>
        Fail(error, "TLS is not built in"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_validate_ocsp_response")]
    private static int ValidateOcspResponse(nint resp, nuint respLen, nint chainData, nuint chainLen, byte* error, nuint* errorLength, nint valid) =>
        Fail(error, errorLength, "TLS is not built in"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_ssl_set_ocsp_status_resp")]
    private static int SetOcspStatusResp(nint request, nint resp, nuint respLen, byte** error) =>
        Fail(error, "bad ssl conn"u8);
}
