using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.Status;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>What resty.core.misc and ngx.resp ask of the response as a whole.</summary>
internal static unsafe class StatusExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_resp_status")]
    private static int Get(nint request) =>
        Lua is { } lua ? StatusApi.Of(lua.Request) : FfiStatus.BadContext;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_set_resp_status")]
    private static int Set(nint request, int status) =>
        Change(status, default);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_set_resp_status_and_reason")]
    private static int SetWithReason(nint request, int status, byte* reason, nuint length) =>
        Change(status, Span(reason, length));

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_headers_sent")]
    private static int IsHeaderSent(nint request) =>
        Lua is { } lua ? Number(lua.Request.IsHeaderSent) : FfiStatus.BadContext;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_is_subrequest")]
    private static int IsSubrequest(nint request) =>
        Lua is { } lua ? Number(lua.Request.IsSubrequest) : FfiStatus.BadContext;

    /// <summary>If-Modified-Since and the like are not looked at.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_bypass_if_checks")]
    private static int BypassConditions(nint request)
    {
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        lua.Request.Response.IgnoresConditions = true;
        return FfiStatus.Ok;
    }

    private static int Change(int status, ReadOnlySpan<byte> reason)
    {
        if (Lua is not { } lua)
            return FfiStatus.BadContext;
        return StatusApi.Change(lua.Request, status, reason) ? FfiStatus.Ok : FfiStatus.Declined;
    }

    private static int Number(bool value) => value ? 1 : 0;
}
