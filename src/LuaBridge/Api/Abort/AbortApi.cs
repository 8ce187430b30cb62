using System.Runtime.InteropServices;
using Engine.LuaBridge.Phases;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Abort;

/// <summary>ngx.on_abort: a light thread that runs when the client goes away.</summary>
internal static unsafe class AbortApi
{
    public static readonly LuaApi Api = new(
        "Api/Abort/abort.lua",
        new LuaFunction("int check(void)", (delegate* unmanaged<int>)&Check),
        new LuaFunction("double prepare(void)", (delegate* unmanaged<double>)&Prepare));

    private enum CheckResult
    {
        Ok,
        Off,
        Duplicate,
    }

    [UnmanagedCallersOnly]
    private static int Check()
    {
        var lua = LuaRequest.Current!;
        if (!LuaLocationConf.Slot.Of(lua.Request).CheckClientAbort.Value)
            return (int)CheckResult.Off;
        return (int)(lua.HasAbortHandler ? CheckResult.Duplicate : CheckResult.Ok);
    }

    /// <summary>Makes the thread; the Lua half yields its coroutine. Its identifier, below zero when there are too many.</summary>
    [UnmanagedCallersOnly]
    private static double Prepare()
    {
        var lua = LuaRequest.Current!;
        var vm = LuaVm.Current;
        var run = vm.Run!;
        if (vm.Threads.IsFull)
            return -1;
        var child = vm.Threads.RentUser(run, run.Running!);
        run.Spawned = child;
        run.IsSpawnedDormant = true;
        lua.AbortHandler = child;
        lua.HasAbortHandler = true;
        return child.Id;
    }
}
