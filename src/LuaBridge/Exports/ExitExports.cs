using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.Exit;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.exit.</summary>
internal static unsafe class ExitExports
{
    private const LuaPhase Allowed = LuaPhase.Yieldable | LuaPhase.HeaderFilter | LuaPhase.Balancer;

    /// <summary>0: the caller yields and is not resumed; done: it goes on, as filters do.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_exit")]
    private static int Exit(nint request, int status, byte* error, nuint* errorLength)
    {
        if (!IsAllowed(Allowed, error, errorLength))
            return FfiStatus.Error;
        if (status is FfiStatus.Again or FfiStatus.Done)
            return Fail(error, errorLength, "bad argument to 'ngx.exit': does not accept NGX_AGAIN or NGX_DONE"u8);
        if (ExitApi.IsBlocked(status))
            return Fail(error, errorLength, "attempt to abort with pending subrequests"u8);
        if (!ExitApi.Begin(status))
            return FfiStatus.Done;
        LuaVm.Current.AwaitedResult = AwaitedResult.Nothing;
        return FfiStatus.Ok;
    }
}
