using Engine.Core.Log;
using Engine.Core.Modules;

namespace Engine.Host.Server;

/// <summary>All worker threads. Used on the control thread; what workers report comes back to it through the control loop.</summary>
internal sealed class Workers(ControlLoop control, ServerInformation information)
{
    private readonly List<WorkerThread> threads = [];
    private bool isEnding;

    public int Count => information.WorkerCount;

    /// <summary>Called when the last thread has ended.</summary>
    public required Action OnAllEnded { get; init; }

    public void Start(Cycle cycle)
    {
        information.WorkerCount = Math.Max(1, (int)cycle.Core.WorkerProcesses.Value);
        var withAgent = HasAgent(cycle);
        cycle.ExpectWorkers(Count + (withAgent ? 1 : 0), Count - 1);
        for (var index = 0; index < Count; index++)
            Add(index, cycle);
        if (withAgent)
            Add(Worker.PrivilegedAgent, cycle);
    }

    /// <summary>
    /// Moves every worker to the next cycle, starts those that it has more and quits those that it has not any more;
    /// <paramref name="onDone"/> is called when none is left on the cycle before.
    /// </summary>
    public void Swap(Cycle next, Action onDone)
    {
        var wanted = Math.Max(1, (int)next.Core.WorkerProcesses.Value);
        information.WorkerCount = wanted;
        var first = HasAgent(next) ? Worker.PrivilegedAgent : 0;
        next.ExpectWorkers(wanted - first, Math.Max(wanted, threads.Count) - 1);
        var countdown = new Countdown(control, threads.Count, onDone);
        foreach (var thread in threads)
        {
            if (thread.Index < wanted && thread.Index >= first)
                thread.Swap(next, countdown.Signal);
            else
                thread.Quit(countdown.Signal);
        }

        for (var index = first; index < wanted; index++)
        {
            if (!threads.Exists(thread => thread.Index == index))
                Add(index, next);
        }
    }

    public void FlushLogs(Action onDone)
    {
        var countdown = new Countdown(control, threads.Count, onDone);
        foreach (var thread in threads)
            thread.FlushLogs(countdown.Signal);
    }

    /// <summary>A graceful end; <paramref name="onClosed"/> is called when none accepts connections any more.</summary>
    public void Quit(Action onClosed)
    {
        isEnding = true;
        var countdown = new Countdown(control, threads.Count, onClosed);
        foreach (var thread in threads)
            thread.Quit(countdown.Signal);
    }

    public void Stop()
    {
        isEnding = true;
        foreach (var thread in threads)
            thread.Stop();
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

    private void Add(int index, Cycle cycle)
    {
        var thread = new WorkerThread(index, cycle.Events.Use.Value, information, ended => control.Post(() => OnEnded(ended)));
        threads.Add(thread);
        thread.Start(cycle);
    }

    private void OnEnded(WorkerThread thread)
    {
        threads.Remove(thread);
        if (isEnding && threads.Count == 0)
            OnAllEnded();
    }

    /// <summary>Calls on the control thread when all workers have signalled.</summary>
    private sealed class Countdown(ControlLoop control, int count, Action onDone)
    {
        private int left = count;

        public void Signal()
        {
            if (Interlocked.Decrement(ref left) == 0)
                control.Post(onDone);
        }
    }
}
