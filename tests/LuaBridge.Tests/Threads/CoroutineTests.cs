using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Threads;

public sealed class CoroutineTests
{
    [Test]
    public void Sleep_InsideNestedCoroutines_ReachesTheSchedulerAndComesBack()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local function nested(depth)
                if depth == 0 then
                    ngx.sleep(0.001)
                    return "slept"
                end
                local co = coroutine.create(nested)
                local ok, value = coroutine.resume(co, depth - 1)
                return value .. depth
            end
            return nested(5)
            """), Is.EqualTo("slept12345"));
    }

    [Test]
    public void Yield_OfUsers_StaysBetweenResumeAndYield()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local co = coroutine.create(function(a, b)
                local c = coroutine.yield(a + b)
                ngx.sleep(0.001)
                local d, e = coroutine.yield(c * 2, nil, "x")
                return d .. e
            end)
            local log = {}
            local function add(...) for i = 1, select("#", ...) do log[#log + 1] = tostring((select(i, ...))) end end
            add(coroutine.resume(co, 1, 2))
            add(coroutine.resume(co, 10))
            add(coroutine.resume(co, "d", "e"))
            add(coroutine.resume(co))
            return table.concat(log, " ")
            """), Is.EqualTo("true 3 true 20 nil x true de false cannot resume dead coroutine"));
    }

    [TestCase("pcall(function() ngx.sleep(0.001) error('after', 0) end)", "false after")]
    [TestCase("xpcall(function() ngx.sleep(0.001) error('after', 0) end, function(e) return 'handled ' .. e end)", "false handled after")]
    [TestCase("(function() for value in function(_, last) ngx.sleep(0.001) return not last and 1 or nil end do return value end end)()", "1")]
    [TestCase("(setmetatable({}, { __index = function(_, key) ngx.sleep(0.001) return key end })).key", "key")]
    [TestCase("(setmetatable({}, { __add = function(a, b) ngx.sleep(0.001) return 'sum' end })) + 1", "sum")]
    [TestCase("(setmetatable({}, { __call = function(self, x) ngx.sleep(0.001) return x end }))(7)", "7")]
    [TestCase("(setmetatable({}, { __eq = function() ngx.sleep(0.001) return true end })) == 1", "false")]
    [TestCase("pcall(pcall, function() ngx.sleep(0.001) return 5 end)", "true true 5")]
    public void Sleep_InsideWhatLuaCalls_ComesBack(string expression, string expected)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return {expression}"), Is.EqualTo(expected));
        Assert.That(worker.Run($"return coroutine.wrap(function() return {expression} end)()"), Is.EqualTo(expected));
    }

    [TestCase("table.sort({ 3, 2, 1 }, function(a, b) ngx.sleep(0.001) return a < b end)")]
    [TestCase("(('x'):gsub('x', function() ngx.sleep(0.001) end))")]
    [TestCase("table.sort({ 3, 2, 1 }, function(a, b) coroutine.wrap(function() ngx.sleep(0.001) end)() return a < b end)")]
    public void Sleep_InsideACFunction_RaisesAndLeavesTheThreadUsable(string expression)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"local ok, err = pcall(function() return {expression} end) ngx.sleep(0.001) return ok, err"),
            Does.StartWith("false").And.EndsWith("attempt to yield across C-call boundary"));
    }

    [Test]
    public void Status_OfCoroutinesAndThreads_IsOpenRestys()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local log, main, outer, inner = {}, coroutine.running()
            local function add(...) log[#log + 1] = table.concat({ ... }, ",") end
            inner = coroutine.create(function()
                add(coroutine.status(main), coroutine.status(outer), coroutine.status(inner))
                ngx.sleep(0.001)
            end)
            outer = coroutine.create(function() coroutine.resume(inner) end)
            add(coroutine.status(main), coroutine.status(outer))
            local t = ngx.thread.spawn(function()
                coroutine.resume(outer)
            end)
            add(coroutine.status(t), coroutine.status(outer), coroutine.status(inner))
            add(tostring(select(2, coroutine.resume(outer))), tostring(select(2, coroutine.resume(inner))), tostring(select(2, coroutine.resume(t))))
            ngx.thread.wait(t)
            add(coroutine.status(t), coroutine.status(outer), coroutine.status(inner))
            return table.concat(log, "; ")
            """), Is.EqualTo(
            "running,suspended; running,normal,running; normal,normal,running; cannot resume normal coroutine,cannot resume running coroutine,"
            + "cannot resume normal coroutine; dead,dead,dead"));
    }

    [TestCase("return select('#', coroutine.resume(coroutine.create(function() end)))", "1")]
    [TestCase("return select('#', coroutine.wrap(function() end)())", "0")]
    [TestCase("return select('#', coroutine.resume(coroutine.create(function() ngx.sleep(0) return nil, nil end)))", "3")]
    [TestCase("return select('#', coroutine.resume(coroutine.create(function() return coroutine.yield() end)))", "1")]
    public void Resume_AnyNumberOfValues_IsKept(string code, string count)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run(code), Is.EqualTo(count));
    }

    [TestCase(nameof(LuaPhase.Content), "test(1):1: inner")]
    [TestCase(nameof(LuaPhase.HeaderFilter), "test(1):2: test(1):1: inner")]
    public void Wrap_FunctionFails_SaysWhereItWasCalledOnlyWhereHandlersCantWait(string phase, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("local f = coroutine.wrap(function() error('inner') end)\nlocal _, err = pcall(function() f() end) return err", Enum.Parse<LuaPhase>(phase)),
            Is.EqualTo(message));
    }

    [Test]
    public void Resume_ItselfOrItsResumer_IsRefused()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local c1, c2
            c1 = coroutine.create(function() return coroutine.resume(c2) end)
            c2 = coroutine.create(function() return coroutine.resume(c1) end)
            local _, _, _, first = coroutine.resume(c1)
            local _, second = coroutine.resume(coroutine.running())
            return first .. "; " .. second
            """), Is.EqualTo("cannot resume normal coroutine; cannot resume running coroutine"));
    }

    [Test]
    public void Wrap_FunctionFails_RaisesTheSameErrorAndTracesEveryCoroutine()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail("""
            local co1 = coroutine.wrap(function()
                error("something went wrong in co1")
            end)
            local co2 = coroutine.wrap(function()
                co1()
            end)
            co2()
            """), Is.EqualTo("""
            [error] lua entry thread aborted: runtime error: test(1):2: something went wrong in co1
            stack traceback:
            coroutine 0:
            	[C]: in function 'error'
            	test(1):2: in function <test(1):1>
            coroutine 1:
            	[C]: in function 'co1'
            	test(1):5: in function <test(1):4>
            coroutine 2:
            	[C]: in function 'co2'
            	test(1):7: in main chunk
            """));
    }

    [Test]
    public void Wrap_FunctionFailsInPcall_IsAnErrorLikeAnyOther()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local object = {}
            local _, err = pcall(coroutine.wrap(function() error(object) end))
            local _, text = pcall(coroutine.wrap(function() ngx.sleep(0.001) error("late", 0) end))
            return err == object, text
            """), Is.EqualTo("true late"));
    }

    [Test]
    public void Wrap_AsIterator_MayWait()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local function numbers(count)
                return coroutine.wrap(function()
                    for i = 1, count do
                        ngx.sleep(0)
                        coroutine.yield(i)
                    end
                end)
            end
            local sum = 0
            for i in numbers(20) do sum = sum + i end
            return sum
            """), Is.EqualTo("210"));
    }

    [Test]
    public void Resume_EndlesslyNested_EndsInAnErrorNotInACrash()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local depth = 0
            local function nest()
                depth = depth + 1
                local ok, err = coroutine.resume(coroutine.create(nest))
                return ok and err or err
            end
            local first = nest()
            local deep = depth
            depth = 0
            nest()
            return first, deep == depth, deep >= 1000
            """), Is.EqualTo("C stack overflow true true"));
    }

    [Test]
    public void Wait_ManyThreadsInsideCoroutines_EachComesBackToItsOwn()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local function work(i)
                return coroutine.wrap(function()
                    local inner = coroutine.wrap(function()
                        for step = 1, 3 do
                            ngx.sleep((i * step) % 4 / 1000)
                            coroutine.yield(i * step)
                        end
                    end)
                    return inner() + inner() + inner()
                end)()
            end
            local threads = {}
            for i = 1, 200 do threads[i] = ngx.thread.spawn(work, i) end
            for i = 1, 200 do
                local ok, sum = ngx.thread.wait(threads[i])
                if not ok or sum ~= 6 * i then return "wrong at " .. i .. ": " .. tostring(sum) end
            end
            return "right"
            """), Is.EqualTo("right"));
    }
}
