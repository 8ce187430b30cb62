using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Threads;

public sealed class LightThreadTests
{
    [Test]
    public void Spawn_Thread_RunsAtOnceUntilItWaits()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local log = {}
            local function add(text) log[#log + 1] = text end
            local t = ngx.thread.spawn(function(name)
                add(name .. " starts")
                ngx.sleep(0.001)
                add(name .. " ends")
                return "one", nil, 3
            end, "child")
            add("parent goes on")
            local results = { ngx.thread.wait(t) }
            add(table.concat({ tostring(results[1]), results[2], tostring(results[3]), results[4] }, ","))
            return table.concat(log, "; ")
            """), Is.EqualTo("child starts; parent goes on; child ends; true,one,nil,3"));
    }

    [Test]
    public void Spawn_Nested_ParentsGoOnInTheOrderTheyWerePosted()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local log = {}
            local function add(text) log[#log + 1] = text end
            ngx.thread.spawn(function()
                add("A1")
                ngx.thread.spawn(function()
                    add("B1")
                    coroutine.yield()
                    add("B2")
                end)
                add("A2")
            end)
            add("E")
            coroutine.yield()
            add("E2")
            ngx.sleep(0.001)
            return table.concat(log, " ")
            """), Is.EqualTo("A1 B1 E A2 B2 E2"));
    }

    [Test]
    public void Wait_SeveralThreads_GivesTheFirstThatEnds()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local function after(seconds, value) return ngx.thread.spawn(function() ngx.sleep(seconds) return value end) end
            local slow, fast = after(0.02, "slow"), after(0.001, "fast")
            local _, first = ngx.thread.wait(slow, fast)
            local _, second = ngx.thread.wait(slow, fast)
            return first, second, ngx.thread.wait(slow, fast)
            """), Is.EqualTo("fast slow nil already waited or killed"));
    }

    [Test]
    public void Wait_OtherThreadEndsLater_DoesNotDisturbTheParentsSleep()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local function after(seconds) return ngx.thread.spawn(function() ngx.sleep(seconds) return seconds end) end
            local a, b = after(0.001), after(0.005)
            ngx.thread.wait(a, b)
            return ngx.sleep(0.02), coroutine.status(b)
            """), Is.EqualTo("nil zombie"));
    }

    [Test]
    public void Wait_ZombieThread_GivesItsResultsAtOnce()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local t = ngx.thread.spawn(function(...) return select("#", ...), ... end, 1, nil, nil)
            local before = coroutine.status(t)
            local results = { ngx.thread.wait(t) }
            return before, coroutine.status(t), results[1], results[2], results[3], ngx.thread.wait(t)
            """), Is.EqualTo("zombie dead true 3 1 nil already waited or killed"));
    }

    [Test]
    public void Wait_ThreadFailed_GivesFalseAndTheErrorObjectOfAnyType()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local out = {}
            for _, object in ipairs { "text", 5, true, { "table" }, print } do
                local now = ngx.thread.spawn(function() error(object, 0) end)
                local later = ngx.thread.spawn(function() ngx.sleep(0.001) error(object, 0) end)
                for _, t in ipairs { now, later } do
                    local ok, err = ngx.thread.wait(t)
                    out[#out + 1] = tostring(ok) .. ":" .. tostring(err == object)
                end
            end
            local ok, err = ngx.thread.wait(ngx.thread.spawn(error))
            out[#out + 1] = tostring(ok) .. ":" .. tostring(err)
            return table.concat(out, " ")
            """), Is.EqualTo(string.Join(' ', Enumerable.Repeat("false:true", 10)) + " false:nil"));
    }

    /// <summary>As OpenResty: of a call of error() the message first, without the place of the call.</summary>
    [TestCase("error('bad')", "false bad test(1):1: bad")]
    [TestCase("ngx.sleep(0) error('bad')", "false bad test(1):1: bad")]
    [TestCase("error('bad', 0)", "false bad")]
    [TestCase("local t = nil; t.x = 1", "false test(1):1: attempt to index local 't' (a nil value)")]
    [TestCase("string.rep()", "false test(1):1: bad argument #1 to 'rep' (string expected, got no value)")]
    public void Wait_ThreadFailed_GivesTheMessage(string code, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return ngx.thread.wait(ngx.thread.spawn(function() {code} end))"), Is.EqualTo(expected));
    }

    [Test]
    public void Wait_FailingThread_LogsWithTracebackOfItAndItsParents()
    {
        using var worker = new LuaWorker();

        worker.Run("""
            local function f(x) error("in thread " .. x) end
            ngx.thread.spawn(function(x)
                f(x)
            end, "x")
            """);

        Assert.That(worker.Log.Lines, Is.EqualTo(new[]
        {
            """
            [error] lua user thread aborted: runtime error: test(1):1: in thread x
            stack traceback:
            coroutine 0:
            	[C]: in function 'error'
            	test(1):1: in function 'f'
            	test(1):3: in function <test(1):2>
            coroutine 1:
            	[C]: in function 'spawn'
            	test(1):2: in main chunk
            """,
        }));
    }

    [TestCase("ngx.thread.wait()", "at least one coroutine should be specified")]
    [TestCase("ngx.thread.wait(1)", "bad argument #1 to 'wait' (lua thread expected)")]
    [TestCase("ngx.thread.wait(coroutine.create(print))", "attempt to wait on a coroutine that is not a user thread")]
    [TestCase("ngx.thread.wait(coroutine.running())", "attempt to wait on a coroutine that is not a user thread")]
    [TestCase("ngx.thread.spawn(1)", "bad argument #1 to 'spawn' (Lua function expected)")]
    [TestCase("ngx.thread.kill()", "bad argument #1 to 'kill' (lua thread expected)")]
    [TestCase("local t = ngx.thread.spawn(ngx.sleep, 0.001) coroutine.wrap(function() ngx.thread.wait(t) end)()", "only the parent coroutine can wait on the thread")]
    [TestCase("table.sort({ 3, 2, 1 }, function(a, b) ngx.thread.spawn(print) return a < b end)", "attempt to yield across C-call boundary")]
    [TestCase("local t = ngx.thread.spawn(ngx.sleep, 0) ;('x'):gsub('x', function() ngx.thread.wait(t) end)", "attempt to yield across C-call boundary")]
    public void Misuse_OfThreads_Raises(string code, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail(code), Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }

    [Test]
    public void Wait_OnePassedOverBecauseItIsGone_OthersAreWaitedFor()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local gone = ngx.thread.spawn(print)
            ngx.thread.wait(gone)
            return ngx.thread.wait(gone, ngx.thread.spawn(function() ngx.sleep(0.001) return "alive" end))
            """), Is.EqualTo("true alive"));
    }

    [Test]
    public void Kill_ThreadThatWaits_NeverGoesOn()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local went_on = false
            local t = ngx.thread.spawn(function() ngx.sleep(0.001) went_on = true end)
            local killed = ngx.thread.kill(t)
            local again = { ngx.thread.kill(t) }
            ngx.sleep(0.01)
            return killed, again[2], coroutine.status(t), went_on, select(2, ngx.thread.wait(t))
            """), Is.EqualTo("1 already waited or killed dead false already waited or killed"));
    }

    [Test]
    public void Kill_ThreadThatWasPosted_NeverGoesOn()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local went_on = false
            local t = ngx.thread.spawn(function() coroutine.yield() went_on = true end)
            ngx.thread.kill(t)
            ngx.sleep(0)
            return went_on
            """), Is.EqualTo("false"));
    }

    [Test]
    public void Kill_WhatMayNotBeKilled_SaysWhy()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local function reason(co) return select(2, ngx.thread.kill(co)) end
            local ended, waits = ngx.thread.spawn(print), ngx.thread.spawn(ngx.sleep, 0.001)
            local other = coroutine.wrap(function() return reason(waits) end)()
            return table.concat({ reason(ended), reason(ended), reason(coroutine.running()), reason(coroutine.create(print)), other }, "; ")
            """), Is.EqualTo("already terminated; already waited or killed; not user thread; not user thread; killer not parent"));
    }

    [Test]
    public void Kill_ParentOfThreads_LeavesThemRunning()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local log = {}
            local t = ngx.thread.spawn(function()
                ngx.thread.spawn(function() log[#log + 1] = "zombie" end)
                ngx.thread.spawn(function() ngx.sleep(0.001) log[#log + 1] = "orphan ends" end)
                ngx.sleep(1000)
            end)
            ngx.sleep(0)
            ngx.thread.kill(t)
            ngx.sleep(0.01)
            return table.concat(log, " ")
            """), Is.EqualTo("zombie orphan ends"));
    }

    [Test]
    public void Entry_EndsBeforeItsThreads_RunWaitsForThem()
    {
        using var worker = new LuaWorker();
        var host = worker.Prepare("done = 0 for i = 1, 10 do ngx.thread.spawn(function() ngx.sleep(i / 1000) done = done + 1 end) end", LuaPhase.Content);

        worker.Serve(host);

        Assert.That(worker.Run("return done"), Is.EqualTo("10"));
    }

    [Test]
    public void Entry_Fails_ItsThreadsDoNotGoOn()
    {
        using var worker = new LuaWorker();
        worker.Run("state = {}", LuaPhase.Init);

        worker.Fail("ngx.thread.spawn(function() ngx.sleep(0.001) state.went_on = true end) error('bad')");

        Assert.That(worker.Run("ngx.sleep(0.01) return state.went_on"), Is.EqualTo("nil"));
    }

    [Test]
    public void Yield_InLightThread_GivesOthersTheirTurnAndReturnsNothing()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local log = {}
            local function work(name) for i = 1, 3 do local count = select("#", coroutine.yield(1, 2)) log[#log + 1] = name .. i .. count end end
            ngx.thread.spawn(work, "a")
            ngx.thread.spawn(work, "b")
            work("e")
            return table.concat(log, " ")
            """), Is.EqualTo("a10 b10 a20 e10 b20 a30 e20 b30 e30"));
    }

    [Test]
    public void Spawn_ThousandsOfThreads_AllEndAndNothingIsKept()
    {
        using var worker = new LuaWorker();
        const string code = """
            local threads, sum = {}, 0
            for i = 1, 3000 do
                threads[i] = ngx.thread.spawn(function(n) ngx.sleep(n % 5 / 1000) return n end, i)
            end
            for i = 1, 3000 do
                local _, n = ngx.thread.wait(threads[i])
                sum = sum + n
            end
            return sum
            """;

        Assert.That(worker.Run(code), Is.EqualTo("4501500"));
        var threads = worker.Vm.ThreadCount;
        var references = References(worker);
        worker.Run(code);
        worker.Run(code);

        Assert.That(worker.Vm.ThreadCount, Is.EqualTo(threads));
        Assert.That(References(worker), Is.EqualTo(references));
    }

    [Test]
    public void Spawn_ThreadsThatAreNeverWaitedFor_AreForgottenWithTheRun()
    {
        using var worker = new LuaWorker();
        const string code = "for i = 1, 100 do ngx.thread.spawn(function() if i % 3 == 0 then error('x') end end) end ngx.sleep(0)";
        worker.Run(code);
        var threads = worker.Vm.ThreadCount;
        var references = References(worker);

        for (var i = 0; i < 20; i++)
            worker.Run(code);

        Assert.That(worker.Vm.ThreadCount, Is.EqualTo(threads));
        Assert.That(References(worker), Is.EqualTo(references));
    }

    [Test]
    public void Spawn_ManyRounds_CoroutinesOfEndedThreadsAreCollected()
    {
        using var worker = new LuaWorker();
        const string round = "for i = 1, 2000 do ngx.thread.wait(ngx.thread.spawn(function() return i end)) end";
        worker.Run(round);
        worker.Call(worker.Vm.Collect);
        var before = worker.Vm.MemoryBytes;

        for (var i = 0; i < 10; i++)
            worker.Run(round);
        worker.Call(worker.Vm.Collect);

        // Twenty thousand of them take more than twenty times that. Tables stay as large as they were between two cycles of the collector.
        Assert.That(worker.Vm.MemoryBytes, Is.LessThan(before + 1_000_000));
    }

    [Test]
    public void Spawn_HundredThousandThreads_EachIsWaitedFor()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local threads, sum = {}, 0
            for i = 1, 100000 do
                threads[i] = ngx.thread.spawn(function() ngx.sleep(0.001) return i end)
            end
            for i = 1, 100000 do
                local ok, value = ngx.thread.wait(threads[i])
                sum = sum + value
            end
            return tostring(sum)
            """), Is.EqualTo("5000050000"));
    }

    [Test]
    public void Burst_OfThreadsAndHandlers_LeavesNoMoreThanTheCacheMayHave()
    {
        using var worker = new LuaWorker(static settings => settings with { ThreadCacheSize = 10 });
        var waiting = Enumerable.Range(0, 100).Select(_ => worker.Prepare("ngx.sleep(0.001)")).ToArray();
        worker.Call(() => Array.ForEach(waiting, static host => host.Begin()));
        Array.ForEach(waiting, worker.Wait);

        worker.Run("local t = {} for i = 1, 100 do t[i] = ngx.thread.spawn(ngx.sleep, 0) end for i = 1, 100 do ngx.thread.wait(t[i]) end");

        Assert.That(worker.Vm.ThreadCount, Is.LessThanOrEqualTo(20));
        Assert.That(worker.Run("return ngx.thread.wait(ngx.thread.spawn(function() return 'again' end))"), Is.EqualTo("true again"));
    }

    [Test]
    public void Cache_OfSizeZero_EachHandlerHasItsOwnThreads()
    {
        using var worker = new LuaWorker(static settings => settings with { ThreadCacheSize = 0 });

        for (var i = 0; i < 10; i++)
            Assert.That(worker.Run("return ngx.thread.wait(ngx.thread.spawn(function() ngx.sleep(0) return 1 end))"), Is.EqualTo("true 1"));

        Assert.That(worker.Vm.ThreadCount, Is.Zero);
    }

    [Test]
    public void Wait_ForAnotherOne_ThreadOfAnEarlierWaitDoesNotEndIt()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local function after(seconds, value) return ngx.thread.spawn(function() ngx.sleep(seconds) return value end) end
            local first, early, late = after(0.001, "first"), after(0.002, "early"), after(0.01, "late")
            local _, one = ngx.thread.wait(first, early, late)
            local _, two = ngx.thread.wait(late)
            local _, three = ngx.thread.wait(early)
            return one .. " " .. two .. " " .. three
            """), Is.EqualTo("first late early"));
    }

    [Test]
    public void End_ThreadsOfThreads_AllAreForgotten()
    {
        using var worker = new LuaWorker();
        const string code = """
            local function nest(depth)
                if depth > 0 then
                    ngx.thread.spawn(nest, depth - 1)
                    ngx.thread.spawn(nest, depth - 1)
                end
                ngx.sleep(depth % 2 == 0 and 3600 or 0)
            end
            ngx.thread.spawn(nest, 8)
            ngx.sleep(0.001)
            error("over")
            """;
        worker.Fail(code);
        var references = References(worker);

        worker.Fail(code);

        Assert.That(References(worker), Is.EqualTo(references));
    }

    /// <summary>What the registry and the tables in it keep, compiled chunks not counted.</summary>
    private static string References(LuaWorker worker)
    {
        worker.Call(worker.Vm.Collect);
        return worker.Run($$"""
            local references, threads = -{{worker.Chunks.Count + 1}}, 0
            for key, value in pairs(debug.getregistry()) do
                if type(key) == "number" and type(value) ~= "number" then references = references + 1 end
                if type(value) == "table" then
                    for _, inner in pairs(value) do
                        if type(inner) == "thread" then threads = threads + 1 end
                    end
                end
            end
            return references, threads
            """);
    }
}
