using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.Http.Requests;
using Engine.LuaBridge.Phases;

namespace Engine.LuaBridge.Api.Status;

/// <summary>ngx.status, ngx.is_subrequest.</summary>
internal static unsafe class StatusApi
{
    public static readonly LuaApi Api = new(
        "Api/Status/status.lua",
        new LuaFunction("int get(void)", (delegate* unmanaged<int>)&Get),
        new LuaFunction("void set(int status)", (delegate* unmanaged<int, void>)&Set),
        new LuaFunction("int set_with_reason(int status, const char *reason, size_t length)", (delegate* unmanaged<int, byte*, nuint, int>)&SetWithReason),
        new LuaFunction("void bypass_conditions(void)", (delegate* unmanaged<void>)&BypassConditions),
        new LuaFunction("int is_subrequest(void)", (delegate* unmanaged<int>)&IsSubrequest));

    public static int Of(HttpRequest request) => request.Status == 0 && request.Version == 9 ? 9 : request.Status;

    /// <summary>False, and an error is logged, when it has been sent. An empty reason is the standard's.</summary>
    public static bool Change(HttpRequest request, int status, ReadOnlySpan<byte> reason)
    {
        if (request.IsHeaderSent)
        {
            request.Log.Write(LogLevel.Error, request, $"attempt to set ngx.status after sending out response headers");
            return false;
        }

        request.ErrorStatus = 0;
        request.Response.Status = status;
        request.Response.StatusLine = reason.IsEmpty ? default : request.Arena.Concat(request.Arena.Concat(request.Arena.Format(status).Span, " "u8).Span, reason);
        return true;
    }

    /// <summary>-1 without a request.</summary>
    [UnmanagedCallersOnly]
    private static int Get() => LuaRequest.Current is { Request: var request } ? Of(request) : -1;

    [UnmanagedCallersOnly]
    private static void Set(int status)
    {
        if (LuaRequest.Current is { } lua)
            Change(lua.Request, status, default);
    }

    [UnmanagedCallersOnly]
    private static int SetWithReason(int status, byte* reason, nuint length) =>
        LuaRequest.Current is { } lua && Change(lua.Request, status, new ReadOnlySpan<byte>(reason, (int)length)) ? 1 : 0;

    /// <summary>If-Modified-Since and the like are not looked at.</summary>
    [UnmanagedCallersOnly]
    private static void BypassConditions()
    {
        if (LuaRequest.Current is { } lua)
            lua.Request.Response.IgnoresConditions = true;
    }

    [UnmanagedCallersOnly]
    private static int IsSubrequest() => LuaRequest.Current is { Request.IsSubrequest: true } ? 1 : 0;
}
