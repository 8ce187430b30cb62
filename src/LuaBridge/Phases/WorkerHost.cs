using Engine.Core.Log;
using Engine.Core.Modules;
using Engine.Http.Locations;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Phases;

/// <summary>Lua code that belongs to no request: init and exit of a worker.</summary>
internal sealed class WorkerHost(LuaVm vm, Cycle cycle, Location? location = null) : LuaHost, ILogContext
{
    private LuaPhase phase;
    private string? handlerName;
    private IVmOwner? held;

    public override ErrorLog Log => cycle.Log;

    public override ILogContext? LogContext => phase is LuaPhase.Init or LuaPhase.ExitWorker ? null : this;

    public long ConnectionNumber => 0;

    public void AppendTo(ref LogLineBuilder line)
    {
        line.Append(", context: "u8);
        line.AppendLiteral(LuaPhases.NameOf(phase));
    }

    public override Location? Location => location;

    /// <summary>As OpenResty says where an error came from: init_by_lua, or init_by_lua_file.</summary>
    public override string? HandlerName => handlerName;

    /// <summary>True when the code ended well, or waits (which only relaxed phases allow).</summary>
    public bool Run(LuaSource source, LuaPhase phase)
    {
        this.phase = phase;
        var chunk = source.Constant!;
        handlerName = LuaPhases.NameOf(phase).TrimEnd('*') + (chunk.IsFile ? "_file" : "");
        var function = vm.Load(chunk, out var error);
        if (error is not null)
        {
            Log.Write(LogLevel.Error, $"{handlerName} error: {error:raw}");
            return false;
        }

        var run = vm.RentRun(this, phase);
        var outcome = run.Start(function);
        if (outcome == LuaOutcome.Waiting && vm.Owner is { } owner)
        {
            held = owner;
            owner.Hold();
            return true;
        }

        // While a configuration is loaded, and at the end of a worker, nothing can be waited for.
        if (outcome == LuaOutcome.Waiting)
            run.Abort();
        OnFinished(run, outcome);
        return outcome != LuaOutcome.Failed;
    }

    public override void OnFinished(LuaRun run, LuaOutcome outcome)
    {
        run.Return();
        End(vm);
        held?.Release();
        held = null;
    }
}
