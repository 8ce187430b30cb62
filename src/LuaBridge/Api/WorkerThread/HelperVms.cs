using System.Text;
using Engine.Core.Loop;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.WorkerThread;

/// <summary>
/// The VMs that a VM's code has for helper threads (<c>lua_worker_thread_vm_pool_size</c>). One is made on the helper thread that needs it
/// first, and then kept. In such a VM the same object knows the call that is being made.
/// </summary>
internal sealed class HelperVms(LuaVm vm) : IVmState
{
    private readonly Stack<LuaVm> free = new();
    private readonly Stack<HelperCall> spare = new();
    private readonly List<HelperCall> calls = [];
    private bool isClosed;

    /// <summary>In a VM of a helper thread: the call that it makes.</summary>
    public HelperCall? Call { get; set; }

    public int WorkerIndex => vm.Loop.WorkerIndex;

    /// <summary>The Lua function that makes a call.</summary>
    public int Execute { get; set; }

    /// <summary>From Lua: hands the call over and parks the thread.</summary>
    public int Start(ReadOnlySpan<byte> pool, double arguments, LuaThread thread)
    {
        if (!vm.Settings.ThreadPools.Contains(Encoding.UTF8.GetString(pool)))
            return WorkerThreadApi.NoPool;
        if (calls.Count >= vm.Settings.WorkerThreadVms)
            return WorkerThreadApi.NoVm;
        if (!spare.TryPop(out var call))
            call = new HelperCall(this, vm.Settings);
        free.TryPop(out var helper);
        calls.Add(call);
        call.Begin(helper, arguments, thread);
        thread.Park(call.Wait);
        HelperThreads.Run(call, vm.Loop);
        return 0;
    }

    public double TakeResults(LuaThread thread)
    {
        var call = calls.Find(call => call.Caller == thread)!;
        var results = call.Results;
        call.Results = 0;
        Forget(call);
        return results;
    }

    /// <summary>On the loop again. A call that nobody waits for any more has just given its VM back.</summary>
    public void OnDone(HelperCall call)
    {
        if (isClosed)
            call.TakeVm()?.Dispose();
        else if (call.TakeVm() is { } helper)
            free.Push(helper);
        if (call.Caller is { } thread)
        {
            thread.Wake(0);
            return;
        }

        call.DiscardResults();
        Forget(call);
    }

    public void OnExiting()
    {
    }

    /// <summary>Those at work are closed when they are done.</summary>
    public void OnClosing()
    {
        isClosed = true;
        while (free.TryPop(out var helper))
            helper.Dispose();
    }

    private void Forget(HelperCall call)
    {
        calls.Remove(call);
        call.Caller = null;
        spare.Push(call);
    }
}
