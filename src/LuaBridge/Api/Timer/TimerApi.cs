using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Timer;

/// <summary>ngx.timer: functions that run later, for no request.</summary>
internal static unsafe class TimerApi
{
    public static readonly LuaApi Api = new(
        "Api/Timer/timer.lua",
        new LuaFunction("int create(double ms, int is_recurring)", (delegate* unmanaged<double, int, int>)&Create),
        new LuaFunction("int pending_count(void)", (delegate* unmanaged<int>)&PendingCount),
        new LuaFunction("int running_count(void)", (delegate* unmanaged<int>)&RunningCount),
        new LuaFunction("void refuse(const char *source, size_t length, int line)", (delegate* unmanaged<byte*, nuint, int, void>)&Refuse),
        new LuaFunction("void set_references(int run, int refuse)", (delegate* unmanaged<int, int, void>)&SetReferences))
    {
        CreateState = static vm => new LuaTimers(vm),
    };

    private static LuaTimers Timers => LuaTimers.Of(LuaVm.Current);

    /// <summary>A number under which the Lua half keeps the function; -1: too many are pending; -2: the worker is exiting.</summary>
    [UnmanagedCallersOnly]
    private static int Create(double ms, int isRecurring) => Timers.Create((long)ms, isRecurring != 0);

    [UnmanagedCallersOnly]
    private static int PendingCount() => Timers.PendingCount;

    [UnmanagedCallersOnly]
    private static int RunningCount() => Timers.RunningCount;

    [UnmanagedCallersOnly]
    private static void Refuse(byte* source, nuint length, int line) => Timers.Refuse(new ReadOnlySpan<byte>(source, (int)length), line);

    [UnmanagedCallersOnly]
    private static void SetReferences(int run, int refuse) => Timers.SetReferences(run, refuse);
}
