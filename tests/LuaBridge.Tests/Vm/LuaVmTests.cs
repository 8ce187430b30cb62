using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Vm;

public sealed class LuaVmTests
{
    [Test]
    public void Run_Code_ReturnsItsValues()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return 1 + 1, 'text', nil, true"), Is.EqualTo("2 text nil true"));
    }

    [Test]
    public void Run_LuaJit_IsOpenRestysBranchWithItsExtensions()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return jit.version:sub(1, 10), jit.status(), type(require('table.nkeys')), type(require('thread.exdata'))"),
            Is.EqualTo("LuaJIT 2.1 true function function"));
    }

    [Test]
    public void Trace_TheFirst_IsOfTheUsersCode()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local first
            jit.attach(function(what, number) if what == "start" then first = first or number end end, "trace")
            local sum = 0
            for i = 1, 200 do sum = sum + i end
            jit.attach(function() end)
            return first, (jit.status())
            """), Is.EqualTo("1 true"));
    }

    [Test]
    public void Coroutine_HasTheMembersOfOpenRestys()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("local n = 0 for name in pairs(coroutine) do n = n + 1 end return n, coroutine.isyieldable"), Is.EqualTo("16 nil"));
    }

    [Test]
    public void Require_LuaCModule_FindsLuaJitsSymbols()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return require('cjson').encode({ 1, 2, { a = 'b' } })"), Is.EqualTo("[1,2,{\"a\":\"b\"}]"));
    }

    [Test]
    public void Load_SyntaxError_NamesChunkAndLine()
    {
        using var worker = new LuaWorker();
        var chunk = worker.Chunks.AddText("local x = 1\nlocal y = = 2", "content_by_lua(nginx.conf:57)");
        string? error = null;

        worker.Call(() => worker.Vm.Load(chunk, out error));

        Assert.That(error, Is.EqualTo("content_by_lua(nginx.conf:57):2: unexpected symbol near '='"));
    }

    [Test]
    public void Load_EmptyText_IsAHandlerThatDoesNothing()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run(""), Is.Empty);
    }

    [Test]
    public void Load_MissingFile_SaysSo()
    {
        using var worker = new LuaWorker();
        var chunk = worker.Chunks.AddFile("/nonexistent/x.lua");
        string? error = null;

        worker.Call(() => worker.Vm.Load(chunk, out error));

        Assert.That(error, Is.EqualTo("cannot open /nonexistent/x.lua: No such file or directory"));
    }

    [Test]
    public void Load_SameTextAndName_IsCompiledOnce()
    {
        using var worker = new LuaWorker();
        var first = worker.Chunks.AddText("return 1", "rewrite_by_lua(nginx.conf:5)");
        var again = worker.Chunks.AddText("return 1", "rewrite_by_lua(nginx.conf:5)");

        worker.Call(() => Assert.That(worker.Vm.Load(again, out _), Is.EqualTo(worker.Vm.Load(first, out _)).And.Not.Zero));
    }

    [TestCase("/lib/?.lua;;", "^/lib/\\?\\.lua;\\./\\?\\.lua;")]
    [TestCase("$prefix/a/?.lua;${prefix}/b/?.lua", "^/srv/a/\\?\\.lua;/srv/b/\\?\\.lua$")]
    [TestCase(";;", "^\\./\\?\\.lua;")]
    [TestCase(null, "^\\./\\?\\.lua;")]
    public void PackagePath_Directive_IsResolved(string? setting, string expected)
    {
        using var worker = new LuaWorker(settings => settings with { PackagePath = setting, Prefix = "/srv", DefaultPackagePath = null });

        Assert.That(worker.Run("return package.path"), Does.Match(expected));
    }

    [Test]
    public void Memory_OfManyVmsClosed_IsGivenBack()
    {
        using var worker = new LuaWorker();
        Open(50);
        var before = Resident();

        Open(400);

        // A VM needs about half a megabyte: that many would need 200.
        Assert.That(Resident() - before, Is.LessThan(30_000_000));

        static long Resident()
        {
            // What other tests have left to .NET's collector is not what is looked at.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            return Environment.WorkingSet;
        }

        void Open(int count) => worker.Call(() =>
        {
            for (var i = 0; i < count; i++)
            {
                using var vm = new Engine.LuaBridge.Vm.LuaVm(worker.Vm.Settings, worker.Chunks, worker.Loop);
                vm.Collect();
            }
        });
    }

    [Test]
    public void Collect_Garbage_ShrinksTheVm()
    {
        using var worker = new LuaWorker();
        worker.Run("garbage = {} for i = 1, 1e5 do garbage[i] = { i } end", LuaPhase.Init);
        var full = worker.Vm.MemoryBytes;

        worker.Run("garbage = nil", LuaPhase.Init);
        worker.Call(worker.Vm.Collect);

        Assert.That(worker.Vm.MemoryBytes, Is.LessThan(full - 4_000_000));
    }

    [Test]
    public void Collect_FinalizerFails_IsContained()
    {
        using var worker = new LuaWorker();
        worker.Run("local u = newproxy(true) getmetatable(u).__gc = function() error('in finalizer') end");

        worker.Call(worker.Vm.Collect);

        Assert.That(worker.Run("return 'alive'"), Is.EqualTo("alive"));
    }

    [Test]
    public void Global_WrittenInARequest_IsSharedAndLogged()
    {
        using var worker = new LuaWorker();

        worker.Run("\nshared = 5");

        Assert.That(worker.Run("return shared"), Is.EqualTo("5"));
        Assert.That(worker.Log.Lines[0], Does.Match(
            @"^\[warn\] \[lua\] _G write guard:\d+: __newindex\(\): writing a global Lua variable \('shared'\) which may lead to race conditions "
            + @"between concurrent requests, so prefer the use of 'local' variables\nstack traceback:\n(.*\n)?\ttest\(1\):2: in main chunk$"));
    }

    [TestCase(nameof(LuaPhase.Init))]
    [TestCase(nameof(LuaPhase.InitWorker))]
    public void Global_WrittenAtTheStart_IsNotLogged(string phase)
    {
        using var worker = new LuaWorker();

        worker.Run("shared = 5", Enum.Parse<LuaPhase>(phase));

        Assert.That(worker.Log.Text, Is.Empty);
    }
}
