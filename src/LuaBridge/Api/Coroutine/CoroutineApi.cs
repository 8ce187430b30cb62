using System.Runtime.InteropServices;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Coroutine;

/// <summary>
/// coroutine.*: users' coroutines stay inside LuaJIT. Only a wait of the engine inside one is passed on, from resume to resume, to the
/// scheduler.
/// </summary>
internal static unsafe class CoroutineApi
{
    public static readonly LuaApi Api = new(
        "Api/Coroutine/coroutine.lua",
        new LuaFunction("int thread_status(double id)", (delegate* unmanaged<double, int>)&ThreadStatus),
        new LuaFunction("void set_broken(int reference)", (delegate* unmanaged<int, void>)&SetBroken));

    /// <summary>A <see cref="LuaThreadStatus"/>; free stands for dead.</summary>
    [UnmanagedCallersOnly]
    private static int ThreadStatus(double id) => (int)(LuaVm.Current.Threads.Find(id)?.Status ?? LuaThreadStatus.Free);

    [UnmanagedCallersOnly]
    private static void SetBroken(int reference) => LuaVm.Current.BrokenTable = reference;
}
