using System.Runtime.InteropServices;
using System.Text;
using Engine.Core.Modules;
using Engine.Interop.Libc;
using Engine.LuaBridge.Api.Globals;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;
using static Engine.LuaBridge.Exports.FfiReply;

namespace Engine.LuaBridge.Exports;

/// <summary>ngx.process, and what resty.core.misc asks of the environment.</summary>
internal static unsafe class ProcessExports
{
    /// <summary>nginx's numbers for what a process is.</summary>
    private enum ProcessType
    {
        Single = 0,
        Master = 1,
        Worker = 3,
        PrivilegedAgent = 99,
    }

    /// <summary>init_by_lua* runs in what is the master elsewhere.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_process_type")]
    private static int Type()
    {
        var vm = LuaVm.Current;
        if (!vm.Settings.HasMaster)
            return (int)ProcessType.Single;
        if (vm.Run is null or { Phase: LuaPhase.Init })
            return (int)ProcessType.Master;
        return (int)(vm.Loop.WorkerIndex == Worker.PrivilegedAgent ? ProcessType.PrivilegedAgent : ProcessType.Worker);
    }

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_master_pid")]
    private static int MasterPid() => LuaVm.Current.MasterProcessId;

    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_enable_privileged_agent")]
    private static int EnablePrivilegedAgent(byte** error, uint connections)
    {
        var vm = LuaVm.Current;
        if (vm.Run is not (null or { Phase: LuaPhase.Init }))
            return Fail(error, "API disabled in the current context"u8);
        vm.Settings.EnablePrivilegedAgent?.Invoke((int)Math.Min(connections, int.MaxValue));
        return FfiStatus.Ok;
    }

    /// <summary>The workers are threads of one process: it ends gracefully.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_process_signal_graceful_exit")]
    private static void ExitGracefully() => Processes.Kill(Processes.Id, Signals.SIGQUIT);

    /// <summary>The variable as an "env" directive sets it: NAME=value with a zero behind it, and the length of the name.</summary>
    [UnmanagedCallersOnly(EntryPoint = "ngx_http_lua_ffi_get_conf_env")]
    private static int GetVariable(byte* name, byte** variable, nuint* nameLength)
    {
        var vm = LuaVm.Current;
        var wanted = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        if (GlobalsApi.FindVariable(vm, wanted) is not { } line)
            return FfiStatus.Declined;
        *variable = Give(vm, Encoding.UTF8.GetBytes(line + '\0'));
        *nameLength = (nuint)wanted.Length;
        return FfiStatus.Ok;
    }
}
