using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Semaphore;

/// <summary>ngx.semaphore: light threads of a worker wait for each other.</summary>
internal static unsafe class SemaphoreApi
{
    public static readonly LuaApi Api = new(
        "Api/Semaphore/semaphore.lua",
        new LuaFunction("int create(int count)", (delegate* unmanaged<int, int>)&Create),
        new LuaFunction("void release(int id)", (delegate* unmanaged<int, void>)&Release),
        new LuaFunction("int wait(int id, double ms)", (delegate* unmanaged<int, double, int>)&Wait),
        new LuaFunction("void post(int id, int count)", (delegate* unmanaged<int, int, void>)&Post),
        new LuaFunction("int count(int id)", (delegate* unmanaged<int, int>)&Count))
    {
        CreateState = static vm => new SemaphoreTable(vm),
    };

    public static SemaphoreTable Table => (SemaphoreTable)LuaVm.Current.StateOf(Api);

    [UnmanagedCallersOnly]
    private static int Create(int count) => Table.Create(count);

    /// <summary>Lua's collector has taken the object.</summary>
    [UnmanagedCallersOnly]
    private static void Release(int id) => Table.Release(id);

    /// <summary>A <see cref="SemaphoreWait"/>.</summary>
    [UnmanagedCallersOnly]
    private static int Wait(int id, double ms) => (int)Table[id].Wait(LuaVm.Current.Running, (long)ms);

    [UnmanagedCallersOnly]
    private static void Post(int id, int count) => Table[id].Post(count);

    /// <summary>Resources, or minus the number of threads that wait for one.</summary>
    [UnmanagedCallersOnly]
    private static int Count(int id) => Table[id].Count;
}
