using System.Runtime.InteropServices;
using Engine.LuaBridge.Api.Semaphore;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.semaphore. What Lua holds as a pointer is one more than the semaphore's number.</summary>
internal static unsafe class SemaphoreExports
{
    private static LuaSemaphore At(nint semaphore) => SemaphoreApi.Table[(int)semaphore - 1];

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_sema_new")]
    private static int Create(nint* semaphore, int count, byte** error)
    {
        *semaphore = SemaphoreApi.Table.Create(count) + 1;
        return FfiStatus.Ok;
    }

    /// <summary>Lua's collector has taken the object.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_sema_gc")]
    private static void Release(nint semaphore) => SemaphoreApi.Table.Release((int)semaphore - 1);

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_sema_post")]
    private static int Post(nint semaphore, int count)
    {
        At(semaphore).Post(count);
        return FfiStatus.Ok;
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_sema_count")]
    private static int Count(nint semaphore) => At(semaphore).Count;

    /// <summary>Again: the caller yields, and gets true or nil and "timeout" for it.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_sema_wait")]
    private static int Wait(nint request, nint semaphore, int timeoutMs, byte* error, nuint* errorLength)
    {
        if (!IsAllowed(LuaPhase.Yieldable, error, errorLength))
            return FfiStatus.Error;
        var vm = LuaVm.Current;
        switch (At(semaphore).Wait(vm.Running, timeoutMs))
        {
            case SemaphoreWait.Taken:
                return FfiStatus.Ok;
            case SemaphoreWait.Timeout:
                return FfiStatus.Declined;
            default:
                vm.AwaitedResult = AwaitedResult.Semaphore;
                return FfiStatus.Again;
        }
    }
}
