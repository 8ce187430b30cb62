using System.Globalization;
using System.Text;
using Engine.Core.Log;
using Engine.LuaBridge.Interop;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Tests;

/// <summary>A handler of a test, and what became of it.</summary>
internal sealed class TestHost(LuaWorker worker, LuaChunk chunk, LuaPhase phase) : LuaHost
{
    public override ErrorLog Log => worker.Vm.Settings.Log;

    public override ILogContext? LogContext => null;

    public LuaOutcome Outcome { get; private set; } = LuaOutcome.Waiting;

    public string Result { get; private set; } = "";

    public object? EndedBy { get; private set; }

    public ManualResetEventSlim Over { get; } = new();

    public LuaRun? Run { get; private set; }

    /// <summary>Called on the loop as soon as it has ended.</summary>
    public Action? WhenOver { get; set; }

    /// <summary>Starts it; on the loop.</summary>
    public void Begin()
    {
        var function = worker.Vm.Load(chunk, out var error);
        Assert.That(error, Is.Null);
        Begin(function);
    }

    /// <summary>The same handler for another host.</summary>
    public TestHost Again() => new(worker, chunk, phase);

    /// <summary>Starts it as a server would, without a look at the results.</summary>
    public void BeginQuietly()
    {
        Over.Reset();
        Begin(worker.Vm.Load(chunk, out _));
    }

    private void Begin(int function)
    {
        Run = worker.Vm.RentRun(this, phase);
        var outcome = Run.Start(function);
        if (outcome != LuaOutcome.Waiting)
            OnFinished(Run, outcome);
    }

    public override void OnFinished(LuaRun run, LuaOutcome outcome)
    {
        Outcome = outcome;
        EndedBy = run.EndedBy;
        if (outcome == LuaOutcome.Finished && run.ResultCount > 0)
            Result = ResultsOf(run);
        run.Return();
        End(worker.Vm);
        WhenOver?.Invoke();
        Over.Set();
    }

    private static string ResultsOf(LuaRun run) => string.Join(' ', Enumerable.Range(1, run.ResultCount).Select(index => TextOf(run.EntryState, index)));

    private static unsafe string TextOf(nint state, int index)
    {
        nuint length;
        return LuaNative.lua_type(state, index) switch
        {
            LuaNative.LUA_TNIL => "nil",
            LuaNative.LUA_TBOOLEAN => LuaNative.lua_toboolean(state, index) != 0 ? "true" : "false",
            LuaNative.LUA_TNUMBER => LuaNative.lua_tonumber(state, index).ToString(CultureInfo.InvariantCulture),
            LuaNative.LUA_TSTRING => Encoding.UTF8.GetString(LuaNative.lua_tolstring(state, index, &length), (int)length),
            var type => $"<{type}>",
        };
    }
}
