using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.LuaBridge.Interop;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.WorkerThread;

/// <summary>A call on its way to a helper thread and back. Arguments and results are blocks of packed values, see Native/pack.c.</summary>
internal sealed class HelperCall : HelperTask
{
    /// <summary>Garbage of a call that is worth a collection before the VM is put aside.</summary>
    private const long MuchGarbage = 1 << 20;

    private readonly HelperVms owner;
    private readonly LuaVmSettings settings;
    private LuaVm? vm;
    private double arguments;

    public HelperCall(HelperVms owner, LuaVmSettings settings)
    {
        this.owner = owner;
        this.settings = settings;
        Wait = new CallWait(this);
    }

    public LuaWait Wait { get; }

    /// <summary>The light thread that waits; null when it was killed.</summary>
    public LuaThread? Caller { get; set; }

    public double Results { get; set; }

    public void Begin(LuaVm? helper, double block, LuaThread caller)
    {
        vm = helper;
        arguments = block;
        Caller = caller;
        Results = 0;
    }

    public double TakeArguments()
    {
        var block = arguments;
        arguments = 0;
        return block;
    }

    public LuaVm? TakeVm()
    {
        var made = vm;
        vm = null;
        return made;
    }

    public void DiscardResults()
    {
        LuaNative.engine_discard(Results);
        Results = 0;
    }

    /// <summary>On the helper thread.</summary>
    public override void Execute()
    {
        try
        {
            vm ??= Make();
        }
        catch (InvalidOperationException exception)
        {
            // No descriptors or no memory: the Lua half finds no results.
            settings.Log.Write(LogLevel.Alert, $"could not make a Lua VM for a helper thread: {exception.Message}");
            return;
        }

        Call(vm);
    }

    /// <summary>On the loop of the caller.</summary>
    public override void Invoke() => owner.OnDone(this);

    private void Call(LuaVm helper)
    {
        helper.Loop.Clock.Update();
        var state = (HelperVms)helper.StateOf(WorkerThreadApi.Api);
        var host = new HelperHost(settings.Log);
        var before = helper.MemoryBytes;
        state.Call = this;
        var run = helper.RentRun(host, LuaPhase.Init);
        run.Start(state.Execute);
        run.Return();
        host.End(helper);
        state.Call = null;
        if (helper.MemoryBytes - before > MuchGarbage)
            helper.Collect();
    }

    private LuaVm Make()
    {
        // Nothing waits in such a VM: of a loop it needs the clock only.
        using var loop = new EpollEventLoop(owner.WorkerIndex);
        return new LuaVm(settings, new LuaChunks(), loop);
    }

    /// <summary>The thread was killed, or its request is over: the call goes on, and nobody takes its results.</summary>
    private sealed class CallWait(HelperCall call) : LuaWait
    {
        public override void OnTimeout(LuaThread thread)
        {
        }

        public override void OnCancelled(LuaThread thread) => call.Caller = null;
    }

    private sealed class HelperHost(ErrorLog log) : LuaHost
    {
        public override ErrorLog Log => log;

        public override ILogContext? LogContext => null;

        public override void OnFinished(LuaRun run, LuaOutcome outcome)
        {
        }
    }
}
