using System.Runtime.InteropServices;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Thread;

/// <summary>ngx.thread: light threads that Lua code starts, waits for and kills.</summary>
internal static unsafe class ThreadApi
{
    public static readonly LuaApi Api = new(
        "Api/Thread/thread.lua",
        new LuaFunction("double spawn(void)", (delegate* unmanaged<double>)&Spawn),
        new LuaFunction("int expect(double id)", (delegate* unmanaged<double, int>)&Expect),
        new LuaFunction("void wait_for_expected(void)", (delegate* unmanaged<void>)&WaitForExpected),
        new LuaFunction("int kill(double id)", (delegate* unmanaged<double, int>)&Kill));

    /// <summary>Subrequests run for the thread.</summary>
    private const int NotNow = 3;

    /// <summary>Makes a light thread that runs as soon as the calling one yields; the Lua half yields its coroutine. Its identifier, below zero when there are too many.</summary>
    [UnmanagedCallersOnly]
    private static double Spawn()
    {
        var vm = LuaVm.Current;
        var run = vm.Run!;
        if (vm.Threads.IsFull)
            return -1;
        var child = vm.Threads.RentUser(run, run.Running!);
        run.Add(child);
        run.Spawned = child;
        return child.Id;
    }

    /// <summary>The calling thread is about to wait for that child. Returns the child's <see cref="LuaThreadStatus"/>; free: it is forgotten.</summary>
    [UnmanagedCallersOnly]
    private static int Expect(double id)
    {
        if (LuaVm.Current.Threads.Find(id) is not { } child)
            return (int)LuaThreadStatus.Free;
        ChildWait.Expect(LuaVm.Current.Running, child);
        return (int)child.Status;
    }

    [UnmanagedCallersOnly]
    private static void WaitForExpected() => LuaVm.Current.Running.Park(ChildWait.Instance);

    /// <summary>Returns the <see cref="LuaThreadStatus"/> that the thread had; or <see cref="NotNow"/>, and it goes on.</summary>
    [UnmanagedCallersOnly]
    private static int Kill(double id)
    {
        var vm = LuaVm.Current;
        if (vm.Threads.Find(id) is not { } thread)
            return (int)LuaThreadStatus.Free;
        if (thread.Wait is { MayBeKilled: false })
            return NotNow;
        var status = thread.Status;
        thread.Run!.ForgetKilled(thread);
        return (int)status;
    }
}
