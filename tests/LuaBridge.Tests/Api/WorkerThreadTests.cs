using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Api;

public sealed class WorkerThreadTests
{
    private string folder = "";

    [SetUp]
    public void MakeModules()
    {
        folder = Directory.CreateTempSubdirectory("worker-thread").FullName;
        File.WriteAllText(Path.Combine(folder, "work.lua"), """
            local calls = 0
            return {
                echo = function(...) return ... end,
                fail = function() error("broken") end,
                throw = function() error(setmetatable({}, { __tostring = function() return "an object" end })) end,
                count = function() calls = calls + 1 return calls end,
                make = function() return { function() end } end,
                shared = function() return ngx.shared.dogs:incr("n", 1) end,
                phase = function() return pcall(ngx.sleep, 0) end,
                wait = function(name) local f repeat f = io.open(name) until f f:close() return "released" end,
                type = function(value) return type(value), value == ngx.null end,
            }
            """);
    }

    [TearDown]
    public void RemoveModules() => Directory.Delete(folder, recursive: true);

    private LuaWorker NewWorker(int vms = 10) => new(settings => settings with
    {
        PackagePath = folder + "/?.lua;;",
        ThreadPools = ["pool"],
        WorkerThreadVms = vms,
    });

    [TestCase("'echo', 1, 'two', nil, true", "true 1 two nil true")]
    [TestCase("'echo', ('x'):rep(3)", "true xxx")]
    [TestCase("'type', ngx.null", "true userdata true")]
    [TestCase("'make'", "false unsupported Lua type: LUA_TFUNCTION in the return value")]
    [TestCase("'throw'", "false an object")]
    [TestCase("'echo', print", "false unsupported Lua type: LUA_TFUNCTION in the argument")]
    [TestCase("'echo', require('ffi').new('int')", "false unsupported Lua type: LUA_TCDATA in the argument")]
    [TestCase("'phase'", "true false no request found")]
    public void Run_FunctionOfAModule_GivesItsResults(string call, string expected)
    {
        using var worker = NewWorker();

        Assert.That(worker.Run($"return ngx.run_worker_thread('pool', 'work', {call})"), Is.EqualTo(expected));
    }

    [Test]
    public void Run_Tables_AreCopied()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run("""
            local deep = { 1, 2, { 3, name = "x" }, [true] = "t", [1.5] = false }
            local ok, copy = ngx.run_worker_thread("pool", "work", "echo", deep)
            return ok, copy ~= deep, #copy, copy[3][1], copy[3].name, copy[true], copy[1.5]
            """), Is.EqualTo("true true 3 3 x t false"));
    }

    [Test]
    public void Run_TableInsideItself_IsRefused()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run("local t = {} t.t = t return ngx.run_worker_thread('pool', 'work', 'echo', t)"),
            Is.EqualTo("false suspicious circular references, table depth exceed max depth: 100 in the argument"));
    }

    [Test]
    public void Run_AgainAndAgain_KeepsTheVm()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run("for i = 1, 3 do ngx.run_worker_thread('pool', 'work', 'count') end return ngx.run_worker_thread('pool', 'work', 'count')"), Is.EqualTo("true 4"));
    }

    [Test]
    public void Run_ErrorInTheFunction_IsTheSecondResult()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run("local ok, err = ngx.run_worker_thread('pool', 'work', 'fail') return ok, err:match('work.lua:%d+: broken$')"), Is.EqualTo("false work.lua:4: broken"));
    }

    [TestCase("'pool'", "expecting at least 3 arguments")]
    [TestCase("1, 'work', 'echo'", "threadpool should be a string")]
    [TestCase("'pool', 1, 'echo'", "module name should be a string")]
    [TestCase("'pool', 'work', 1", "function name should be a string")]
    [TestCase("'lake', 'work', 'echo'", "thread pool lake not found")]
    public void Run_BadArguments_AreRefused(string arguments, string expected)
    {
        using var worker = NewWorker();

        Assert.That(worker.Run($"return ngx.run_worker_thread({arguments})"), Is.EqualTo("false " + expected));
    }

    [Test]
    public void Run_WhereAHandlerCannotWait_IsNotAllowed()
    {
        using var worker = NewWorker();

        Assert.That(worker.Run("return select(2, pcall(ngx.run_worker_thread, 'pool', 'work', 'echo'))", LuaPhase.Log), Is.EqualTo("API disabled in the context of log_by_lua*"));
    }

    [Test]
    public void Run_MoreThanThereAreVms_IsRefusedAndTheLoopGoesOn()
    {
        using var worker = NewWorker(vms: 1);
        var gate = Path.Combine(folder, "gate");

        Assert.That(worker.Run($$"""
            local results = {}
            local first = ngx.thread.spawn(function() results[1] = select(2, ngx.run_worker_thread("pool", "work", "wait", "{{gate}}")) end)
            results[2] = select(2, ngx.run_worker_thread("pool", "work", "echo"))
            io.open("{{gate}}", "w"):close()
            ngx.thread.wait(first)
            return results[1], results[2]
            """), Is.EqualTo("released no available Lua vm"));
    }

    [Test]
    public void Thread_KilledMeanwhile_TheVmIsUsedAgain()
    {
        using var worker = NewWorker(vms: 1);
        var gate = Path.Combine(folder, "gate");

        Assert.That(worker.Run($$"""
            local killed = ngx.thread.spawn(function() ngx.run_worker_thread("pool", "work", "wait", "{{gate}}") end)
            ngx.thread.kill(killed)
            io.open("{{gate}}", "w"):close()
            local ok, result
            repeat
                ngx.sleep(0.001)
                ok, result = ngx.run_worker_thread("pool", "work", "echo", "again")
            until ok
            return result
            """), Is.EqualTo("again"));
    }
}
