using Engine.LuaBridge.Threads;

namespace Engine.LuaBridge.Tests.Api;

public sealed class SemaphoreTests
{
    [Test]
    public void Wait_ResourceIsThere_TakesItAtOnce()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local semaphore = require("ngx.semaphore").new(2)
            return semaphore:count(), semaphore:wait(0), (semaphore:wait(1)), semaphore:count(), semaphore:wait(0)
            """), Is.EqualTo("2 true true 0 nil timeout"));
    }

    [Test]
    public void Wait_NobodyPosts_TimesOut()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local semaphore = require("ngx.semaphore").new()
            local t = ngx.thread.spawn(function() return semaphore:wait(0.002) end)
            local waiting = semaphore:count()
            local _, ok, err = ngx.thread.wait(t)
            return waiting, semaphore:count(), ok, err
            """), Is.EqualTo("-1 0 nil timeout"));
    }

    [Test]
    public void Post_ThreadsWait_ServesThemInOrderAndAfterThePoster()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local semaphore, order, threads = require("ngx.semaphore").new(), {}, {}
            for i = 1, 4 do
                threads[i] = ngx.thread.spawn(function() assert(semaphore:wait(10)) order[#order + 1] = i end)
            end
            ngx.thread.kill(threads[2])
            semaphore:post(2)
            order[#order + 1] = "posted"
            ngx.thread.wait(threads[3])
            semaphore:post()
            ngx.thread.wait(threads[4])
            return table.concat(order, " "), semaphore:count()
            """), Is.EqualTo("posted 1 3 4 0"));
    }

    [Test]
    public void Post_FromAnotherRequest_WakesTheOneThatWaits()
    {
        using var worker = new LuaWorker();
        worker.Run("semaphore = require('ngx.semaphore').new()", LuaPhase.Init);
        var waiting = worker.Prepare("return semaphore:wait(10)");
        worker.Call(waiting.Begin);

        worker.Run("semaphore:post()");
        worker.Wait(waiting);

        Assert.That(waiting.Result, Is.EqualTo("true"));
    }

    [Test]
    public void Wait_InAPhaseThatCannot_SaysSo()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("return require('ngx.semaphore').new(1):wait(1)", LuaPhase.Log), Is.EqualTo("nil API disabled in the context of log_by_lua*"));
    }

    [Test]
    public void New_ManyThatAreCollected_UseTheSameNumbersAgain()
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Run("""
            local semaphore, largest = require "ngx.semaphore", 0
            for round = 1, 20 do
                for i = 1, 50 do
                    local id = semaphore.new(3).sem.id
                    largest = math.max(largest, id)
                end
                collectgarbage()
                collectgarbage()
            end
            return largest < 200, semaphore.new(1):count()
            """), Is.EqualTo("true 1"));
    }

    [TestCase("semaphore.new(-1)", "no negative number")]
    [TestCase("semaphore.new():wait(-1)", "no negative number")]
    [TestCase("semaphore.new():post(0)", "positive number required")]
    [TestCase("semaphore.wait({}, 1)", "not a semaphore instance")]
    [TestCase("semaphore.count(5)", "not a semaphore instance")]
    public void Misuse_Raises_AtTheCaller(string code, string message)
    {
        using var worker = new LuaWorker();

        Assert.That(worker.Fail($"local semaphore = require 'ngx.semaphore' {code}"),
            Does.StartWith($"[error] lua entry thread aborted: runtime error: test(1):1: {message}\n"));
    }
}
