using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Threads;

public sealed class LuaRunTests
{
    [TestCase("error('boom')", "test(1):1: boom")]
    [TestCase("error('boom', 0)", "boom")]
    [TestCase("error(5)", "test(1):1: 5")]
    [TestCase("error({})", "unknown reason")]
    [TestCase("error(nil)", "unknown reason")]
    [TestCase("error(true)", "unknown reason")]
    [TestCase("error(setmetatable({}, { __tostring = function() return 'as text' end }))", "as text")]
    [TestCase("error(setmetatable({}, { __tostring = function() error('again') end }))", "unknown reason")]
    [TestCase("error(setmetatable({}, { __tostring = function() return 5 end }))", "5")]
    public void Error_OfAnyType_IsLoggedAsText(string code, string text)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail(code), Is.EqualTo(
            $"[error] lua entry thread aborted: runtime error: {text}\nstack traceback:\ncoroutine 0:\n\t[C]: in function 'error'\n\ttest(1):1: in main chunk"));
    }

    [Test]
    public void Error_OfTheLanguage_HasTheFramesOfTheFunctions()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail("local function inner(t)\n  return t.x.y\nend\nlocal value = inner({})\nreturn value"), Is.EqualTo("""
            [error] lua entry thread aborted: runtime error: test(1):2: attempt to index field 'x' (a nil value)
            stack traceback:
            coroutine 0:
            	test(1): in function 'inner'
            	test(1):4: in main chunk
            """));
    }

    [Test]
    public void Error_RaisedByTheServersOwnLua_ShowsAsTheFunctionThatWasCalled()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail("ngx.sleep(-5)"), Is.EqualTo("""
            [error] lua entry thread aborted: runtime error: test(1):1: invalid sleep duration "-5000"
            stack traceback:
            coroutine 0:
            	[C]: in function 'sleep'
            	test(1):1: in main chunk
            """));
    }

    [Test]
    public void Error_DeepRecursion_IsCutAndTheVmGoesOn()
    {
        using var worker = new LuaWorker();

        var line = worker.Fail("local function f() return 1 + f() end f()");

        Assert.That(line, Does.Contain("stack overflow").And.EndsWith("\n\t..."));
        Assert.That(worker.Run("return 'alive'"), Is.EqualTo("alive"));
    }

    [TestCase(19, 22, false)]
    [TestCase(20, 22, true)]
    [TestCase(60, 22, true)]
    public void Error_DeepInside_ShowsTwentyTwoFrames(int depth, int frames, bool isCut)
    {
        using var worker = new LuaWorker();

        var lines = worker.Fail($"local function f(n) if n == 0 then error('deep') end local r = f(n - 1) return r end f({depth})").Split('\n')[3..];

        Assert.That(lines.Count(static line => line != "\t..."), Is.EqualTo(frames));
        Assert.That(lines[^1], isCut ? Is.EqualTo("\t...") : Does.EndWith("in main chunk"));
    }

    [TestCase(nameof(LuaPhase.HeaderFilter), "failed to run header_filter_by_lua*: ")]
    [TestCase(nameof(LuaPhase.Log), "failed to run log_by_lua*: ")]
    [TestCase(nameof(LuaPhase.Set), "failed to run set_by_lua*: ")]
    [TestCase(nameof(LuaPhase.Balancer), "failed to run balancer_by_lua*: ")]
    [TestCase(nameof(LuaPhase.InitWorker), "init_worker_by_lua error: ")]
    public void Error_InAPhaseThatCannotWait_HasThatPhasesWords(string phase, string prefix)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail("error('bad')", Enum.Parse<LuaPhase>(phase)),
            Is.EqualTo($"[error] {prefix}test(1):1: bad\nstack traceback:\n\t[C]: in function 'error'\n\ttest(1):1: in main chunk"));
    }

    [TestCase("ngx.sleep(1)")]
    [TestCase("ngx.thread.spawn(print)")]
    [TestCase("ngx.thread.wait(coroutine.running())")]
    public void Wait_InAPhaseThatCannot_IsDisabled(string code)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run($"return select(2, pcall(function() {code} end))", LuaPhase.HeaderFilter),
            Is.EqualTo("test(1):1: API disabled in the context of header_filter_by_lua*"));
        Assert.That(worker.Run($"return select(2, pcall(function() {code} end))", LuaPhase.Init), Is.EqualTo("test(2):1: no request found"));
    }

    [Test]
    public void Wait_StrictPhasesOff_WorksEverywhere()
    {
        using var worker = new LuaWorker(static settings => settings with { StrictPhases = false });

        Assert.That(worker.Run("ngx.sleep(0.001) coroutine.yield() return ngx.get_phase()", LuaPhase.HeaderFilter), Is.EqualTo("header_filter"));
    }

    [Test]
    public void Yield_ByHandInAPhaseThatCannot_FailsTheHandler()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail("coroutine.yield()", LuaPhase.Log),
            Is.EqualTo("[error] failed to run log_by_lua*: attempt to yield across C-call boundary"));
    }

    [Test]
    public void Abort_RunThatWaits_NothingGoesOnAndItsThreadsAreFree()
    {
        using var worker = new LuaWorker();
        worker.Run("state = {}", LuaPhase.Init);
        var host = worker.Prepare("""
            ngx.thread.spawn(function() coroutine.wrap(function() ngx.sleep(0.001) state.child = true end)() end)
            ngx.sleep(0.001)
            state.entry = true
            """);

        worker.Call(() =>
        {
            host.Begin();
            Assert.That(host.Outcome, Is.EqualTo(LuaOutcome.Waiting));
            host.Run!.Abort();
            host.Run.Return();
        });

        Assert.That(worker.Run("ngx.sleep(0.01) return state.entry, state.child"), Is.EqualTo("nil nil"));
    }

    [Test]
    public void Return_RunThatWasAborted_ClosuresKeepTheirValuesAndTheCoroutineIsClean()
    {
        using var worker = new LuaWorker();
        worker.Run("state = {}", LuaPhase.Init);
        var host = worker.Prepare("local mine = 'kept' state.get = function() return mine end ngx.sleep(1000)");
        worker.Call(() =>
        {
            host.Begin();
            host.Run!.Abort();
            host.Run.Return();
        });

        // The same coroutine runs these; its stack must not be the closure's variable any more.
        for (var i = 0; i < 5; i++)
            worker.Run("local a, b, c, d, e, f = 1, 2, 3, 4, 5, 6 ngx.sleep(0) return a + b + c + d + e + f");

        Assert.That(worker.Run("return state.get(), select('#', ...)"), Is.EqualTo("kept 0"));
    }

    [Test]
    public void Start_ManyRuns_UseOneCoroutine()
    {
        using var worker = new LuaWorker();
        for (var i = 0; i < 100; i++)
            worker.Run("return 1");

        Assert.That(worker.Vm.ThreadCount, Is.EqualTo(1));
    }

    [Test]
    public void Start_RunsThatWaitAtOnce_HaveTheirOwnContextAndPhase()
    {
        using var worker = new LuaWorker();
        var hosts = Enumerable.Range(0, 50).Select(index => worker.Prepare($$"""
            ngx.ctx.number = {{index}}
            local phase = ngx.get_phase()
            for _ = 1, 5 do
                ngx.sleep({{index % 3}} / 1000)
                if ngx.ctx.number ~= {{index}} or ngx.get_phase() ~= phase then return "mixed up" end
            end
            return phase
            """, index % 2 == 0 ? LuaPhase.Content : LuaPhase.Access)).ToList();

        worker.Call(() => hosts.ForEach(static host => host.Begin()));
        hosts.ForEach(worker.Wait);

        Assert.That(hosts.Select(static host => host.Result), Is.EqualTo(hosts.Select((_, index) => index % 2 == 0 ? "content" : "access")));
    }

    [Test]
    public void Start_HandlerThatRuns_AllocatesNothingManaged()
    {
        using var worker = new LuaWorker();
        var host = worker.Prepare("local now = ngx.now() return");
        worker.Serve(host);
        var allocated = long.MaxValue;

        worker.Call(() =>
        {
            RunOften(1000);
            var before = GC.GetAllocatedBytesForCurrentThread();
            RunOften(1000);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });

        Assert.That(allocated, Is.Zero);

        void RunOften(int count)
        {
            for (var i = 0; i < count; i++)
                host.BeginQuietly();
        }
    }

    [Test]
    public void Start_HandlerThatSpawnsAndSleeps_AllocatesNothingManaged()
    {
        using var worker = new LuaWorker();
        var hosts = Enumerable.Range(0, 20).Select(_ => worker.Prepare("ngx.thread.wait(ngx.thread.spawn(function() ngx.sleep(0.001) end))")).ToList();
        Round();
        Round();
        long before = 0, after = 0;

        worker.Call(() => before = GC.GetAllocatedBytesForCurrentThread());
        Round();
        worker.Call(() => after = GC.GetAllocatedBytesForCurrentThread());

        // The test's own calls to the loop allocate; twenty threads that did would be twenty times as much.
        Assert.That(after - before, Is.LessThan(1500));

        void Round()
        {
            hosts.ForEach(static host => host.Over.Reset());
            worker.Call(() => hosts.ForEach(static host => host.BeginQuietly()));
            hosts.ForEach(worker.Wait);
        }
    }
}
