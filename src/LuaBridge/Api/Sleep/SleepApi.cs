using System.Runtime.InteropServices;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Sleep;

/// <summary>ngx.sleep.</summary>
internal static unsafe class SleepApi
{
    public static readonly LuaApi Api = new(
        "Api/Sleep/sleep.lua",
        new LuaFunction("void sleep(double ms)", (delegate* unmanaged<double, void>)&Sleep));

    /// <summary>0 lets everything else have its turn once.</summary>
    [UnmanagedCallersOnly]
    private static void Sleep(double ms)
    {
        var thread = LuaVm.Current.Running;
        if (ms < 1)
            thread.ParkForOneTurn(SleepWait.Instance);
        else
            thread.Park(SleepWait.Instance, (long)ms);
    }

    private sealed class SleepWait : LuaWait
    {
        public static readonly SleepWait Instance = new();

        public override void OnTimeout(LuaThread thread) => thread.Wake(0);

        public override void OnCancelled(LuaThread thread)
        {
        }
    }
}
