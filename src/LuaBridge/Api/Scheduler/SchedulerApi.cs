using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Scheduler;

/// <summary>What the scheduler of light threads and its Lua half tell each other.</summary>
internal static unsafe class SchedulerApi
{
    public static readonly LuaApi Api = new(
        "Api/Scheduler/scheduler.lua",
        new LuaFunction("void cancel_yield(void)", (delegate* unmanaged<void>)&CancelYield),
        new LuaFunction("void set_references(int maker, int anchors)", (delegate* unmanaged<int, int, void>)&SetReferences));

    [UnmanagedCallersOnly]
    private static void CancelYield() => LuaVm.Current.Run!.CancelYield();

    [UnmanagedCallersOnly]
    private static void SetReferences(int maker, int anchors)
    {
        LuaVm.Current.Threads.Maker = maker;
        LuaVm.Current.Threads.Anchors = anchors;
    }
}
