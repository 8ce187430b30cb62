using Engine.Core.Log;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Timer;

/// <summary>The timers of a VM.</summary>
internal sealed class LuaTimers(LuaVm vm) : IVmState
{
    public const int TooMany = -1;
    public const int Exiting = -2;

    private readonly List<PendingTimer> all = [];
    private readonly Stack<PendingTimer> free = new();
    private readonly Stack<TimerHost> freeHosts = new();
    private readonly List<TimerHost> running = [];
    private int run;
    private int refuse;

    public int PendingCount { get; private set; }

    public int RunningCount => running.Count;

    /// <summary>A function runs, or will.</summary>
    public bool IsBusy => PendingCount > 0 || running.Count > 0;

    /// <summary>Posted as soon as no timer is left.</summary>
    public Core.Loop.PostedEvent? OnIdle { get; set; }

    public static LuaTimers Of(LuaVm vm) => (LuaTimers)vm.StateOf(TimerApi.Api);

    /// <summary>The Lua functions that run a job, and that refuse to.</summary>
    public void SetReferences(int runFunction, int refuseFunction)
    {
        run = runFunction;
        refuse = refuseFunction;
    }

    /// <summary>From Lua: the function of a timer that is not run.</summary>
    public void Refuse(ReadOnlySpan<byte> source, int line) => vm.Settings.Log.Write(
        LogLevel.Alert, $"lua failed to run timer with function defined at {source}:{line}: {vm.Settings.MaxRunningTimers} lua_max_running_timers are not enough");

    public int Create(long delayMs, bool isRecurring)
    {
        if (vm.IsExiting && (delayMs > 0 || isRecurring))
            return Exiting;
        if (PendingCount >= vm.Settings.MaxPendingTimers)
            return TooMany;
        if (!free.TryPop(out var timer))
            all.Add(timer = new PendingTimer(this, all.Count + 1));
        PendingCount++;
        timer.Begin(vm.Loop, delayMs, isRecurring, vm.Run?.Host, vm.Settings.Log);
        return timer.Number;
    }

    /// <summary>The worker exits, or the configuration of the VM is replaced: what is pending runs now, prematurely.</summary>
    public void OnExiting()
    {
        foreach (var timer in all.ToArray())
            timer.EndEarly();
    }

    /// <summary>The VM ends: nothing runs any more.</summary>
    public void OnClosing()
    {
        foreach (var timer in all)
            timer.Drop();
        foreach (var host in running)
            host.Abort(vm);
        running.Clear();
    }

    internal void OnExpired(PendingTimer timer, bool premature)
    {
        // Not pending any more, before the function runs: it may create the next one.
        if (!timer.IsPending)
            Forget(timer);
        var function = running.Count < vm.Settings.MaxRunningTimers ? run : refuse;
        if (!freeHosts.TryPop(out var host))
            host = new TimerHost(this);
        running.Add(host);
        vm.Owner?.Hold();
        host.Start(vm, timer, function, premature);
    }

    internal void OnEnded(TimerHost host)
    {
        host.End(vm);
        running.Remove(host);
        freeHosts.Push(host);
        if (OnIdle is { } idle && !IsBusy)
            vm.Loop.Post(idle);
        vm.Owner?.Release();
    }

    private void Forget(PendingTimer timer)
    {
        PendingCount--;
        free.Push(timer);
    }
}
