using System.Runtime.InteropServices;
using Engine.Core.Log;
using Engine.LuaBridge.Phases;

namespace Engine.LuaBridge.Api.Status;

/// <summary>ngx.status, ngx.is_subrequest.</summary>
internal static unsafe class StatusApi
{
    public static readonly LuaApi Api = new(
        "Api/Status/status.lua",
        new LuaFunction("int get(void)", (delegate* unmanaged<int>)&Get),
        new LuaFunction("void set(int status)", (delegate* unmanaged<int, void>)&Set),
        new LuaFunction("int is_subrequest(void)", (delegate* unmanaged<int>)&IsSubrequest));

    /// <summary>-1 without a request.</summary>
    [UnmanagedCallersOnly]
    private static int Get() => LuaRequest.Current is { Request: var request } ? request.Status == 0 && request.Version == 9 ? 9 : request.Status : -1;

    [UnmanagedCallersOnly]
    private static void Set(int status)
    {
        if (LuaRequest.Current is not { } lua)
            return;
        var request = lua.Request;
        if (request.IsHeaderSent)
        {
            request.Log.Write(LogLevel.Error, request, $"attempt to set ngx.status after sending out response headers");
            return;
        }

        request.ErrorStatus = 0;
        request.Response.Status = status;
        request.Response.StatusLine = default;
    }

    [UnmanagedCallersOnly]
    private static int IsSubrequest() => LuaRequest.Current is { Request.IsSubrequest: true } ? 1 : 0;
}
