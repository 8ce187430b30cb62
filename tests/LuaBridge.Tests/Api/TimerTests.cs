using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Api;

public sealed class TimerTests
{
    private const string UntilDone = " while not state.done do ngx.sleep(0.001) end ";

    private static LuaWorker NewWorker(Func<Engine.LuaBridge.Vm.LuaVmSettings, Engine.LuaBridge.Vm.LuaVmSettings>? configure = null)
    {
        var worker = new LuaWorker(configure);
        worker.Run("state = {}", LuaPhase.Init);
        return worker;
    }

    [Test]
    public void At_Delay_RunsTheFunctionWithItsArgumentsForNoRequest()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run($$"""
            local created = ngx.timer.at(0.002, function(premature, ...)
                state.done = table.concat({ tostring(premature), select("#", ...), tostring((...)), select(3, ...), ngx.get_phase(), ngx.timer.running_count(), ngx.timer.pending_count() }, ",")
            end, nil, nil, "third")
            local pending = ngx.timer.pending_count()
            {{UntilDone}}
            return created, pending, state.done, ngx.timer.pending_count(), ngx.timer.running_count()
            """), Is.EqualTo("1 1 false,3,nil,third,timer,1,0 0 0"));
    }

    [Test]
    public void At_Zero_RunsAfterTheHandlerThatCreatedIt()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run($"local order = {{}} ngx.timer.at(0, function() order[#order + 1] = 'timer' state.done = true end) order[1] = 'handler' {UntilDone} return table.concat(order, ' ')"),
            Is.EqualTo("handler timer"));
    }

    [Test]
    public void At_FromATimerAgainAndAgain_DoesNotStarveTheLoop()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run("""
            local count = 0
            local function again(premature)
                count = count + 1
                if not premature and not state.done then ngx.timer.at(0, again) end
            end
            ngx.timer.at(0, again)
            ngx.sleep(0.005)
            state.done = true
            return count > 2
            """), Is.EqualTo("true"));
    }

    [Test]
    public void At_FunctionFails_IsLoggedWithItsContext()
    {
        using var worker = NewWorker();

        worker.Run($"ngx.timer.at(0, function() ngx.log(ngx.WARN, 'in it') state.done = true error('boom') end) {UntilDone}");

        Assert.That(worker.Log.Lines, Is.EqualTo(new[]
        {
            "[warn] [lua] test(2):1: in it, context: ngx.timer",
            "[error] lua entry thread aborted: runtime error: test(2):1: boom\nstack traceback:\ncoroutine 0:\n\t[C]: in function 'error'\n\ttest(2):1: in function <test(2):1>, context: ngx.timer",
        }));
    }

    [Test]
    public void At_FunctionWaitsAndSpawns_LikeAHandler()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run($$"""
            ngx.timer.at(0, function()
                ngx.ctx.mine = "ctx"
                local _, value = ngx.thread.wait(ngx.thread.spawn(function() ngx.sleep(0.001) return ngx.ctx.mine end))
                state.done = value
            end)
            {{UntilDone}}
            return state.done, ngx.ctx.mine
            """), Is.EqualTo("ctx nil"));
    }

    [Test]
    public void At_TooManyPending_IsRefused()
    {
        using var worker = NewWorker(static settings => settings with { MaxPendingTimers = 2 });

        Assert.That(worker.Run("ngx.timer.at(100, print) ngx.timer.at(100, print) return ngx.timer.at(0, print)"), Is.EqualTo("nil too many pending timers"));
    }

    [Test]
    public void At_TooManyRunning_AreDroppedWithAnAlert()
    {
        using var worker = NewWorker(static settings => settings with { MaxRunningTimers = 2 });

        Assert.That(worker.Run("""
            state.runs = 0
            for i = 1, 3 do ngx.timer.at(0, function() state.runs = state.runs + 1 ngx.sleep(0.005) end) end
            ngx.sleep(0.02)
            ngx.timer.at(0, function() state.runs = state.runs + 1 end)
            ngx.sleep(0.001)
            return state.runs, ngx.timer.running_count()
            """), Is.EqualTo("3 0"));
        Assert.That(worker.Log.Lines, Is.EqualTo(new[] { "[alert] lua failed to run timer with function defined at =test(2):2: 2 lua_max_running_timers are not enough" }));
    }

    [Test]
    public void Every_Delay_RunsAgainAndAgainUntilTheWorkerExits()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run($$"""
            state.runs = 0
            ngx.timer.every(0.001, function(premature, step)
                state.runs = state.runs + step
                state.premature = premature
                state.done = state.runs >= 3
            end, 1)
            {{UntilDone}}
            return ngx.timer.pending_count(), state.premature
            """), Is.EqualTo("1 false"));
        worker.Call(worker.Vm.BeginExit);
        Assert.That(worker.Run("return state.premature, ngx.timer.pending_count()"), Is.EqualTo("true 0"));
    }

    [Test]
    public void BeginExit_PendingTimers_RunPrematurelyAndNoneIsCreatedAnyMore()
    {
        using var worker = NewWorker();
        worker.Run("ngx.timer.at(1000, function(premature, name) state[name] = premature end, 'first')");

        worker.Call(worker.Vm.BeginExit);

        Assert.That(worker.Run("return state.first, ngx.worker.exiting(), ngx.timer.at(1, print)"), Is.EqualTo("true true nil process exiting"));
        Assert.That(worker.Run("return ngx.timer.every(1, print)"), Is.EqualTo("nil process exiting"));
        Assert.That(worker.Run("ngx.timer.at(0, function() state.last = true end) ngx.sleep(0.001) return state.last"), Is.EqualTo("true"));
    }

    [Test]
    public void Dispose_TimersPendingAndRunning_NothingRunsAfterIt()
    {
        using var worker = NewWorker();
        var host = worker.Prepare("""
            ngx.timer.at(0, function() print("runs") ngx.sleep(0.001) print("went on") end)
            ngx.timer.at(0.001, print)
            ngx.timer.every(0.001, print)
            ngx.sleep(0)
            """);
        host.WhenOver = worker.ReplaceVm;
        worker.Serve(host);

        worker.Run("ngx.sleep(0.02)");

        Assert.That(worker.Log.Lines, Is.EqualTo(new[] { "[notice] [lua] test(2):1: runs, context: ngx.timer" }));
    }

    [TestCase("ngx.timer.at()", "expecting at least 2 arguments but got 0")]
    [TestCase("ngx.timer.at(0)", "expecting at least 2 arguments but got 1")]
    [TestCase("ngx.timer.at(0, 1)", "bad argument #2 to 'at' (Lua function expected)")]
    [TestCase("ngx.timer.at('x', print)", "bad argument #1 to 'at' (number expected, got string)")]
    [TestCase("ngx.timer.every(0, print)", "delay cannot be zero")]
    public void Misuse_Raises_AtTheCaller(string code, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }

    [Test]
    public void At_InInit_IsRefused()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return pcall(ngx.timer.at, 0, print)", LuaPhase.Init), Does.StartWith("false ").And.EndsWith("no request found"));
    }
}
