using Engine.Core.Log;
using Engine.Http.Locations;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Api.Timer;

/// <summary>A timer's function while it runs.</summary>
internal sealed class TimerHost(LuaTimers timers) : LuaHost, ILogContext
{
    private ErrorLog log = new();
    private byte[]? origin;
    private Location? location;
    private LuaRun? run;

    public override ErrorLog Log => log;

    public override ILogContext? LogContext => this;

    public override Location? Location => location;

    public override byte[]? TimerOrigin => origin;

    public long ConnectionNumber => 0;

    public void Start(LuaVm vm, PendingTimer timer, int function, bool premature)
    {
        log = timer.Log;
        origin = timer.Origin;
        location = timer.Location;
        run = vm.RentRun(this, LuaPhase.Timer);
        var outcome = run.Start(function, timer.Number, premature);
        if (outcome != LuaOutcome.Waiting)
            OnFinished(run, outcome);
    }

    public override void OnFinished(LuaRun run, LuaOutcome outcome)
    {
        run.Return();
        this.run = null;
        timers.OnEnded(this);
    }

    public void Abort(LuaVm vm)
    {
        run?.Abort();
        run?.Return();
        run = null;
        End(vm);
    }

    public void AppendTo(ref LogLineBuilder line)
    {
        line.Append(", context: ngx.timer"u8);
        line.Append(origin);
    }
}
