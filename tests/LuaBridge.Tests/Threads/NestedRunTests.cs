using System.Runtime.InteropServices;
using Engine.LuaBridge.Interop;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;

namespace Engine.LuaBridge.Tests.Threads;

/// <summary>A handler that runs while another one calls C#, as header filters do inside ngx.say.</summary>
public sealed unsafe partial class NestedRunTests
{
    private const int GlobalsIndex = -10002;

    [ThreadStatic]
    private static List<TestHost>? inner;

    [Test]
    public void Call_RunsAHandler_EachHasItsPhaseAndContext()
    {
        using var worker = NewWorker("ngx.ctx.name = 'inner' log[#log + 1] = ngx.get_phase() .. ' ' .. ngx.ctx.name");

        Assert.That(worker.Run("""
            ngx.ctx.name = "outer"
            for i = 1, 100 do nested(0) end
            local co = coroutine.wrap(function() return nested(0) end)
            return co(), #log, log[1], log[101], ngx.get_phase(), ngx.ctx.name
            """), Is.EqualTo("0 101 header_filter inner header_filter inner content outer"));
    }

    [Test]
    public void Call_HandlerFails_TheCallerGoesOn()
    {
        using var worker = NewWorker("local function f() error('inside') end f()");

        Assert.That(worker.Run("return nested(0), ngx.get_phase()"), Is.EqualTo($"{(int)LuaOutcome.Failed} content"));
        Assert.That(worker.Log.Lines[0], Does.StartWith("[error] failed to run header_filter_by_lua*: test(2):1: inside\n"));
    }

    [Test]
    public void Call_HandlerWaits_GoesOnAfterTheCallerHasWaitedToo()
    {
        using var worker = NewWorker("ngx.sleep(0.001) log[#log + 1] = ngx.get_phase()");

        Assert.That(worker.Run("local outcome = nested(0) ngx.sleep(0.01) return outcome, log[1], ngx.get_phase()"),
            Is.EqualTo($"{(int)LuaOutcome.Waiting} header_filter content"));
    }

    [Test]
    public void Call_HandlerPostsWhatTheCallersThreadWaitsFor_WakesItAfterwards()
    {
        using var worker = NewWorker("semaphore:post()");

        Assert.That(worker.Run("""
            semaphore = require("ngx.semaphore").new()
            local t = ngx.thread.spawn(function() return semaphore:wait(10) end)
            nested(0)
            local before = coroutine.status(t)
            return before, ngx.thread.wait(t)
            """), Is.EqualTo("running true true"));
    }

    [Test]
    public void Call_DeeplyNested_ComesBack()
    {
        using var worker = NewWorker("depth = depth + 1 if depth < 50 then nested(0) end");

        Assert.That(worker.Run("depth = 0 nested(0) return depth"), Is.EqualTo("50"));
    }

    /// <summary>A worker whose Lua code has a function nested() that runs a header filter.</summary>
    private static LuaWorker NewWorker(string filter)
    {
        var worker = new LuaWorker(static settings => settings with { StrictPhases = false });
        worker.Run("log = {}", LuaPhase.Init);
        var host = worker.Prepare(filter, LuaPhase.HeaderFilter);
        worker.Call(() =>
        {
            inner = [host];
            LuaNative.engine_push_functions(worker.Vm.MainState, null);
            SetGlobal(worker.Vm.MainState, "functions\0"u8);
            lua_pushlightuserdata(worker.Vm.MainState, (delegate* unmanaged<int, int>)&Nested);
            SetGlobal(worker.Vm.MainState, "address\0"u8);
        });
        worker.Run("local call, address = functions.call, address nested = function(n) return call(address, n) end", LuaPhase.Init);
        return worker;
    }

    [UnmanagedCallersOnly]
    private static int Nested(int argument)
    {
        var host = inner![0].Again();
        host.Begin();
        return (int)host.Outcome;
    }

    private static void SetGlobal(nint state, ReadOnlySpan<byte> name)
    {
        fixed (byte* pointer = name)
            lua_setfield(state, GlobalsIndex, pointer);
    }

    [LibraryImport("lua54")]
    private static partial void lua_pushlightuserdata(nint state, void* pointer);

    [LibraryImport("lua54")]
    private static partial void lua_setfield(nint state, int index, byte* name);
}
