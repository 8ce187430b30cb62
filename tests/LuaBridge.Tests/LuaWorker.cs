using System.Runtime.ExceptionServices;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.LuaBridge.Threads;
using Engine.LuaBridge.Vm;
using Engine.Testing;

namespace Engine.LuaBridge.Tests;

/// <summary>A worker: a thread with a loop and a VM, and handlers that run in it.</summary>
internal sealed class LuaWorker : IDisposable
{
    private readonly EpollEventLoop loop = new(0);
    private readonly Thread thread;
    private readonly LuaVmSettings settings;
    private int names;

    public LuaWorker(Func<LuaVmSettings, LuaVmSettings>? configure = null, LogLevel level = LogLevel.Info)
    {
        settings = new LuaVmSettings { Log = Log.Log(level), DefaultPackagePath = Path.Combine(SourceTree.Root, "lualib", "?.lua") };
        settings = configure?.Invoke(settings) ?? settings;
        thread = new Thread(loop.Run);
        thread.Start();
        Call(OpenVm);
    }

    public MemoryLog Log { get; } = new();

    public LuaChunks Chunks { get; } = new();

    public LuaVm Vm { get; private set; } = null!;

    public EventLoop Loop => loop;

    /// <summary>Runs Lua code to its end and gives what it returned, values separated by spaces.</summary>
    public string Run(string code, LuaPhase phase = LuaPhase.Content)
    {
        var host = Serve(Prepare(code, phase));
        Assert.That(host.Outcome, Is.EqualTo(LuaOutcome.Finished), Log.Text);
        return host.Result;
    }

    /// <summary>Runs Lua code that must end by an error. Gives the log line of it.</summary>
    public string Fail(string code, LuaPhase phase = LuaPhase.Content)
    {
        var host = Serve(Prepare(code, phase));
        Assert.That(host.Outcome, Is.EqualTo(LuaOutcome.Failed), host.Result);
        return Log.Lines[^1];
    }

    /// <summary>A handler that has not started.</summary>
    public TestHost Prepare(string code, LuaPhase phase = LuaPhase.Content) => new(this, Chunks.AddText(code, $"test({++names})"), phase);

    /// <summary>Starts a handler and waits until it has ended.</summary>
    public TestHost Serve(TestHost host)
    {
        Call(host.Begin);
        Wait(host);
        return host;
    }

    public void Wait(TestHost host) => Assert.That(host.Over.Wait(SafetyTimeout.Value), Is.True, "the handler did not end");

    /// <summary>Makes a call on the loop's thread.</summary>
    public void Call(Action call)
    {
        using var done = new ManualResetEventSlim();
        ExceptionDispatchInfo? failure = null;
        loop.Post(() =>
        {
            try
            {
                call();
            }
#pragma warning disable CA1031 // It is thrown again on the test's thread.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }

            done.Set();
        });
        Assert.That(done.Wait(SafetyTimeout.Value), Is.True, "the loop did not make the call");
        failure?.Throw();
    }

    /// <summary>On the loop: another VM takes the place of this one.</summary>
    public void ReplaceVm()
    {
        Vm.Dispose();
        OpenVm();
    }

    private void OpenVm() => Vm = new LuaVm(settings, Chunks, loop);

    public void Dispose()
    {
        Call(Vm.Dispose);
        loop.Stop();
        thread.Join();
        loop.Dispose();
    }
}
