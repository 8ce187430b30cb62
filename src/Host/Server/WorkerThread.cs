using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

/// <summary>A worker's thread: starts its loop, moves it from cycle to cycle, ends it. Called by the control thread.</summary>
internal sealed class WorkerThread
{
    private readonly EventLoop loop;
    private readonly Worker worker;
    private readonly WorkerListeners listeners;
    private readonly Action<WorkerThread> onEnded;

    /// <param name="onEnded">Called on the worker's thread, at its very end.</param>
    /// <param name="method">The event method.</param>
    public WorkerThread(int index, string method, ServerInformation server, Action<WorkerThread> onEnded)
    {
        this.onEnded = onEnded;
        loop = EventLoop.Create(method, index) ?? throw new ConfException($"invalid event type \"{method}\"");
        worker = new Worker(index, loop, server) { OnDrained = static worker => worker.Loop.Stop() };
        listeners = new WorkerListeners(worker);
    }

    public int Index => worker.Index;

    /// <summary>Starts the thread with its first cycle.</summary>
    public void Start(Cycle cycle)
    {
        worker.Current = cycle;
        new Thread(() => Run(cycle)) { Name = worker.IsPrivilegedAgent ? "privileged agent" : $"worker {Index}" }.Start();
    }

    /// <summary>Makes the cycle the current one; <paramref name="onDone"/> is called on the worker's thread.</summary>
    public void Swap(Cycle next, Action onDone) => loop.Post(() =>
    {
        var previous = worker.Current;
        Use(next);
        previous.SupersedeOn(worker);
        onDone();
    });

    /// <summary>Accepts nothing more, which <paramref name="onClosed"/> hears of on the worker's thread, and ends when nothing is held any more.</summary>
    public void Quit(Action onClosed) => loop.Post(() =>
    {
        listeners.StopAll();
        onClosed();
        worker.BeginQuit();
        loop.CloseReusableConnections();
    });

    /// <summary>Ends with the present turn.</summary>
    public void Stop() => loop.Stop();

    /// <summary>Calls on the worker's thread, after it has handed over its access lines.</summary>
    public void FlushLogs(Action onDone) => loop.Post(() =>
    {
        LogFiles.FlushWorker(loop);
        onDone();
    });

    private void Run(Cycle cycle)
    {
        // Nothing on a worker uses execution contexts: so no continuation carries one, or pays for putting it in place.
        ExecutionContext.SuppressFlow();
        if (cycle.Core.WorkerCpuAffinity.IsSet && !worker.IsPrivilegedAgent)
            SetAffinity(cycle);
        loop.Post(() => Use(cycle));
        loop.Run();
        worker.End();
        LogFiles.FlushWorker(loop);
        onEnded(this);
    }

    private void Use(Cycle cycle)
    {
        loop.ConnectionLimit = ConnectionLimit(cycle);
        loop.MultiAccept = cycle.Events.MultiAccept.Or(false);
        loop.Log = cycle.Log;
        cycle.StartOn(worker);
        if (!worker.IsQuitting && !worker.IsPrivilegedAgent)
            listeners.Use(cycle);
    }

    private int ConnectionLimit(Cycle cycle) =>
        worker.IsPrivilegedAgent ? cycle.PrivilegedAgentConnections!.Value : (int)Math.Min(cycle.Events.WorkerConnections.Value, int.MaxValue);

    private void SetAffinity(Cycle cycle)
    {
        var result = Processes.SetAffinity(cycle.Core.WorkerCpuAffinity.Value.MaskOf(Index));
        if (result < 0)
            cycle.Log.Write(LogLevel.Alert, $"sched_setaffinity() failed", -result);
    }
}
