using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Interop.Libc;

namespace Engine.Host.Server;

internal enum WorkerThreadState
{
    Serving,

    /// <summary>It accepts nothing and ends when it holds nothing any more, unless a cycle wants it before.</summary>
    Quitting,

    /// <summary>Its loop turns no more: nothing may be posted there.</summary>
    Stopped,
}

/// <summary>A worker's thread: starts its loop, moves it from cycle to cycle, ends it. Called by the control thread.</summary>
internal sealed class WorkerThread
{
    private readonly EventLoop loop;
    private readonly Worker worker;
    private readonly WorkerListeners listeners;
    private readonly Action<WorkerThread> onEnded;
    private int quits;

    /// <summary>The number of the last quit; on the worker's thread.</summary>
    private int quitUnderWay;

    /// <param name="onDrained">Called on the worker's thread when a quit of it, by its number, has nothing to wait for any more.</param>
    /// <param name="onEnded">Called on the worker's thread, at its very end.</param>
    /// <param name="method">The event method.</param>
    public WorkerThread(int index, string method, ServerInformation server, Action<WorkerThread, int> onDrained, Action<WorkerThread> onEnded)
    {
        this.onEnded = onEnded;
        loop = EventLoop.Create(method, index) ?? throw new ConfException($"invalid event type \"{method}\"");
        worker = new Worker(index, loop, server) { OnDrained = _ => onDrained(this, quitUnderWay) };
        listeners = new WorkerListeners(worker);
    }

    public int Index => worker.Index;

    public WorkerThreadState State { get; private set; }

    /// <summary>Starts the thread with its first cycle.</summary>
    public void Start(Cycle cycle)
    {
        worker.Current = cycle;
        new Thread(() => Run(cycle)) { Name = worker.IsPrivilegedAgent ? "privileged agent" : $"worker {Index}" }.Start();
    }

    /// <summary>Makes the cycle the current one; <paramref name="onDone"/> is called on the worker's thread.</summary>
    public void Swap(Cycle next, Action onDone)
    {
        State = WorkerThreadState.Serving;
        loop.Post(() =>
        {
            worker.CancelQuit();
            var previous = worker.Current;
            Use(next);
            previous.SupersedeOn(worker);
            onDone();
        });
    }

    /// <summary>Accepts nothing more, which <paramref name="onClosed"/> hears of on the worker's thread. When nothing is held any more it may be stopped.</summary>
    public void Quit(Action onClosed)
    {
        State = WorkerThreadState.Quitting;
        var number = ++quits;
        loop.Post(() =>
        {
            listeners.StopAll();
            onClosed();
            quitUnderWay = number;
            worker.BeginQuit();
            loop.CloseReusableConnections();
        });
    }

    /// <summary>The quit of that number is the one under way, and nobody has wanted the worker since.</summary>
    public bool IsInQuit(int number) => State == WorkerThreadState.Quitting && number == quits;

    /// <summary>Ends with the present turn.</summary>
    public void Stop()
    {
        State = WorkerThreadState.Stopped;
        loop.Stop();
    }

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

    /// <summary>One of the agent's is not its own: in nginx it is the channel from the master.</summary>
    private int ConnectionLimit(Cycle cycle) =>
        worker.IsPrivilegedAgent ? cycle.PrivilegedAgentConnections!.Value - 1 : (int)Math.Min(cycle.Events.WorkerConnections.Value, int.MaxValue);

    private void SetAffinity(Cycle cycle)
    {
        var result = Processes.SetAffinity(cycle.Core.WorkerCpuAffinity.Value.MaskOf(Index));
        if (result < 0)
            cycle.Log.Write(LogLevel.Alert, $"sched_setaffinity() failed", -result);
    }
}
