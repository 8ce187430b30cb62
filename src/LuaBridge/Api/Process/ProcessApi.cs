using System.Runtime.InteropServices;
using Engine.Interop.Libc;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Process;

/// <summary>ngx.process: what kind of process the code runs in.</summary>
internal static unsafe class ProcessApi
{
    public static readonly LuaApi Api = new(
        "Api/Process/process.lua",
        new LuaFunction("int is_single(void)", (delegate* unmanaged<int>)&IsSingle),
        new LuaFunction("int master_pid(void)", (delegate* unmanaged<int>)&MasterPid),
        new LuaFunction("int is_agent(void)", (delegate* unmanaged<int>)&IsAgent),
        new LuaFunction("void enable_agent(int connections)", (delegate* unmanaged<int, void>)&EnableAgent),
        new LuaFunction("void quit(void)", (delegate* unmanaged<void>)&Quit));

    /// <summary><c>master_process off</c>.</summary>
    [UnmanagedCallersOnly]
    private static int IsSingle() => LuaVm.Current.Settings.HasMaster ? 0 : 1;

    /// <summary>-1 while the configuration is loaded: nobody has told yet.</summary>
    [UnmanagedCallersOnly]
    private static int MasterPid() => LuaVm.Current.MasterProcessId;

    /// <summary>The code runs in the privileged agent.</summary>
    [UnmanagedCallersOnly]
    private static int IsAgent() => LuaVm.Current.Loop.WorkerIndex == Core.Modules.Worker.PrivilegedAgent ? 1 : 0;

    [UnmanagedCallersOnly]
    private static void EnableAgent(int connections) => LuaVm.Current.Settings.EnablePrivilegedAgent?.Invoke(connections);

    /// <summary>The process ends gracefully. A master starts another one, as nginx's does for a worker that is gone.</summary>
    [UnmanagedCallersOnly]
    private static void Quit() => Processes.Kill(Processes.Id, Signals.SIGQUIT);
}
