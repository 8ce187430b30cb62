using System.Runtime.InteropServices;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Exports;

/// <summary>resty.core.worker. A worker is a thread: all of them have the process's pid.</summary>
internal static unsafe class WorkerExports
{
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_worker_pid")]
    private static int Pid() => Environment.ProcessId;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_worker_pids")]
    private static int Pids(int* pids, nuint* count)
    {
        *pids = Environment.ProcessId;
        *count = 1;
        return FfiStatus.Ok;
    }

    /// <summary>-1 while the server starts: nothing runs in a worker yet.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_worker_id")]
    private static int Id() => LuaVm.Current.Run is null or { Phase: LuaPhase.Init } ? -1 : LuaVm.Current.Loop.WorkerIndex;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_worker_count")]
    private static int Count() => LuaVm.Current.Settings.WorkerCount;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_worker_exiting")]
    private static int Exiting() => LuaVm.Current.IsExiting ? 1 : 0;
}
