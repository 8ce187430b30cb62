using Engine.Core.Loop;
using Engine.LuaBridge.Api.Timer;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Phases;

/// <summary>The VM of one request (<c>lua_code_cache off</c>). It outlives the request until the timers that the request has left have run.</summary>
internal sealed class RequestVm(LuaVm vm, LuaWorkerState worker) : PostedEvent
{
    private bool isDisposed;

    public LuaVm Vm => vm;

    private LuaTimers Timers => LuaTimers.Of(vm);

    /// <summary>The request has ended.</summary>
    public void Retire()
    {
        if (!Timers.IsBusy)
        {
            vm.Dispose();
            return;
        }

        Timers.OnIdle = this;
        worker.Linger(this);
    }

    /// <summary>The last timer is done.</summary>
    public override void Invoke()
    {
        if (isDisposed)
            return;
        worker.Forget(this);
        Dispose();
    }

    public void Dispose()
    {
        isDisposed = true;
        vm.Dispose();
    }
}
