using Engine.Core.Log;
using Engine.Core.Modules;

namespace Engine.Host.Server;

/// <summary>All worker threads. Used on the control thread; what workers report comes back to it through the control loop.</summary>
internal sealed class Workers(ControlLoop control, ServerInformation information)
{
    private readonly List<WorkerThread> threads = [];
    private Cycle current = null!;
    private bool hasAgent;
    private bool isEnding;

    public int Count => information.WorkerCount;

    /// <summary>Called when the last thread has ended.</summary>
    public required Action OnAllEnded { get; init; }

    public void Start(Cycle cycle)
    {
        Take(cycle);
        AddMissing();
    }

    /// <summary>
    /// Moves every worker to the next cycle, starts those that it has more and quits those that it has not any more;
    /// <paramref name="onDone"/> is called when none is left on the cycle before.
    /// </summary>
    public void Swap(Cycle next, Action onDone)
    {
        var previous = current;
        Take(next);
        var concerned = threads.FindAll(thread => thread.State == WorkerThreadState.Serving || (thread.State == WorkerThreadState.Quitting && IsWanted(thread.Index)));
        var countdown = new Countdown(control, concerned.Count, onDone);
        foreach (var thread in concerned)
        {
            if (!IsWanted(thread.Index))
            {
                thread.Quit(countdown.Signal);
                continue;
            }

            next.AddWorker();
            thread.Swap(next, countdown.Signal);
        }

        AddMissing();
        previous.GiveUp();
    }

    public void FlushLogs(Action onDone)
    {
        var running = threads.FindAll(static thread => thread.State != WorkerThreadState.Stopped);
        var countdown = new Countdown(control, running.Count, onDone);
        foreach (var thread in running)
            thread.FlushLogs(countdown.Signal);
    }

    /// <summary>A graceful end; <paramref name="onClosed"/> is called when none accepts connections any more.</summary>
    public void Quit(Action onClosed)
    {
        isEnding = true;
        var serving = threads.FindAll(static thread => thread.State == WorkerThreadState.Serving);
        var countdown = new Countdown(control, serving.Count, onClosed);
        foreach (var thread in serving)
            thread.Quit(countdown.Signal);
    }

    public void Stop()
    {
        isEnding = true;
        foreach (var thread in threads)
            thread.Stop();
    }

    private void Take(Cycle cycle)
    {
        current = cycle;
        information.WorkerCount = Math.Max(1, (int)cycle.Core.WorkerProcesses.Value);
        hasAgent = HasAgent(cycle);
        cycle.ExpectWorkers(Count);
    }

    private bool IsWanted(int index) => index < Count && (index >= 0 || hasAgent);

    /// <summary>Starts the workers that the current cycle wants and that are not there. One that is about to end is waited for: its place is not free yet.</summary>
    private void AddMissing()
    {
        for (var index = Worker.PrivilegedAgent; index < Count; index++)
        {
            if (IsWanted(index) && !threads.Exists(thread => thread.Index == index))
                Add(index);
        }
    }

    /// <summary>As in nginx there is none without a master.</summary>
    private bool HasAgent(Cycle cycle)
    {
        if (information.IsSingleProcess || cycle.PrivilegedAgentConnections is not { } connections)
            return false;
        if (connections > 0)
            return true;
        cycle.Log.Write(LogLevel.Alert, $"{connections} worker_connection is not enough, privileged agent process cannot be spawned");
        return false;
    }

    private void Add(int index)
    {
        var thread = new WorkerThread(
            index,
            current.Events.Use.Value,
            information,
            (drained, quit) => control.Post(() => OnDrained(drained, quit)),
            ended => control.Post(() => OnEnded(ended)));
        threads.Add(thread);
        current.AddWorker();
        thread.Start(current);
    }

    /// <summary>Decided here and not by the worker: a reload may have wanted it again meanwhile.</summary>
    private static void OnDrained(WorkerThread thread, int quit)
    {
        if (thread.IsInQuit(quit))
            thread.Stop();
    }

    private void OnEnded(WorkerThread thread)
    {
        threads.Remove(thread);
        if (!isEnding)
            AddMissing();
        else if (threads.Count == 0)
            OnAllEnded();
    }

    /// <summary>Calls on the control thread when all workers have signalled.</summary>
    private sealed class Countdown(ControlLoop control, int count, Action onDone)
    {
        private int left = count;

        /// <summary>From any thread.</summary>
        public void Signal()
        {
            if (Interlocked.Decrement(ref left) == 0)
                control.Post(onDone);
        }
    }
}
