using System.Runtime.InteropServices;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.WorkerThread;

/// <summary>ngx.run_worker_thread: a function of a module runs on a helper thread, in a VM of its own.</summary>
internal static unsafe class WorkerThreadApi
{
    public const int NoPool = -1;
    public const int NoVm = -2;

    public static readonly LuaApi Api = new(
        "Api/WorkerThread/worker_thread.lua",
        new LuaFunction("int start(const char *pool, size_t length, double arguments)", (delegate* unmanaged<byte*, nuint, double, int>)&Start),
        new LuaFunction("double results(void)", (delegate* unmanaged<double>)&Results),
        new LuaFunction("void discard(double block)", (delegate* unmanaged<double, void>)&Discard),
        new LuaFunction("double arguments(void)", (delegate* unmanaged<double>)&Arguments),
        new LuaFunction("void finish(double results)", (delegate* unmanaged<double, void>)&Finish),
        new LuaFunction("void set_references(int execute)", (delegate* unmanaged<int, void>)&SetReferences))
    {
        CreateState = static vm => new HelperVms(vm),
    };

    private static HelperVms Vms => (HelperVms)LuaVm.Current.StateOf(Api);

    /// <summary>Parks the running light thread until the call is done; 0, or why it can't be made.</summary>
    [UnmanagedCallersOnly]
    private static int Start(byte* pool, nuint length, double arguments) =>
        Vms.Start(new ReadOnlySpan<byte>(pool, (int)length), arguments, LuaVm.Current.Running);

    /// <summary>The block that the call of the thread that goes on left.</summary>
    [UnmanagedCallersOnly]
    private static double Results() => Vms.TakeResults(LuaVm.Current.Running);

    [UnmanagedCallersOnly]
    private static void Discard(double block) => Interop.LuaNative.engine_discard(block);

    /// <summary>On the helper thread: the block of the call that is to be made.</summary>
    [UnmanagedCallersOnly]
    private static double Arguments() => Vms.Call!.TakeArguments();

    [UnmanagedCallersOnly]
    private static void Finish(double results) => Vms.Call!.Results = results;

    [UnmanagedCallersOnly]
    private static void SetReferences(int execute) => Vms.Execute = execute;
}
