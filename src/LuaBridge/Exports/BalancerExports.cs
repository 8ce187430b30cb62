using System.Runtime.InteropServices;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.balancer: the phase it works in does not exist yet.</summary>
internal static unsafe class BalancerExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_balancer_set_current_peer")]
    private static int SetCurrentPeer(nint request, nint addr, nuint addrLen, int port, nint host, nint hostLen, byte** error) =>
        Fail(error, "API disabled in the current context"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_balancer_enable_keepalive")]
    private static int EnableKeepalive(nint request, nuint timeout, uint maxRequests, byte** error) =>
        Fail(error, "API disabled in the current context"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_balancer_set_more_tries")]
    private static int SetMoreTries(nint request, int count, byte** error) =>
        Fail(error, "API disabled in the current context"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_balancer_get_last_failure")]
    private static int GetLastFailure(nint request, nint status, byte** error) =>
        Fail(error, "API disabled in the current context"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_balancer_set_timeouts")]
    private static int SetTimeouts(nint request, nint connectTimeout, nint sendTimeout, nint readTimeout, byte** error) =>
        Fail(error, "API disabled in the current context"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_balancer_recreate_request")]
    private static int RecreateRequest(nint request, byte** error) =>
        Fail(error, "API disabled in the current context"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_balancer_set_upstream_tls")]
    private static int SetUpstreamTls(nint request, int enable, byte** error) =>
        Fail(error, "API disabled in the current context"u8);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_balancer_bind_to_local_addr")]
    private static int BindToLocalAddr(nint request, nint addr, nuint addrLen, byte* error, nuint* errorLength) =>
        Fail(error, errorLength, "API disabled in the current context"u8);
}
