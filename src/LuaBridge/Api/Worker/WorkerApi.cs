using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Worker;

/// <summary>ngx.worker. A worker is a thread here: all have the process's pid, and are told apart by their id.</summary>
internal static unsafe class WorkerApi
{
    public static readonly LuaApi Api = new(
        "Api/Worker/worker.lua",
        new LuaFunction("int pid(void)", (delegate* unmanaged<int>)&Pid),
        new LuaFunction("int id(void)", (delegate* unmanaged<int>)&Id),
        new LuaFunction("int count(void)", (delegate* unmanaged<int>)&Count),
        new LuaFunction("int exiting(void)", (delegate* unmanaged<int>)&Exiting));

    [UnmanagedCallersOnly]
    private static int Pid() => Environment.ProcessId;

    [UnmanagedCallersOnly]
    private static int Id() => LuaVm.Current.Loop.WorkerIndex;

    [UnmanagedCallersOnly]
    private static int Count() => LuaVm.Current.Settings.WorkerCount;

    [UnmanagedCallersOnly]
    private static int Exiting() => LuaVm.Current.IsExiting ? 1 : 0;
}
