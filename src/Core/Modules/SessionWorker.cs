using Engine.Core.Buffers;
using Engine.Core.Loop;

namespace Engine.Core.Modules;

/// <summary>A client's session with one of the servers that have sessions (stream, mail). Objects are reused.</summary>
public interface IServerSession
{
    /// <summary>The cycle that the session began with, and holds; a reload does not change it.</summary>
    Cycle Cycle { get; }

    /// <summary>Ends the session, whatever it waits for.</summary>
    void Abort();

    /// <summary>Gives back what the session held and makes it as new.</summary>
    void Clear();
}

/// <summary>What one worker has of such a server: its sessions, and those it reuses. It outlives reloads.</summary>
public sealed class SessionWorker<TSession>(Worker worker, Func<SessionWorker<TSession>, TSession> create) where TSession : class, IServerSession
{
    /// <summary>Sessions kept for reuse; those beyond a burst are left to the collector.</summary>
    private const int MaxSpare = 128;

    private readonly SpareStack<TSession> spare = new();
    private readonly HashSet<TSession> sessions = [];

    public Worker Worker => worker;

    public EventLoop Loop => worker.Loop;

    public TSession Rent()
    {
        var session = spare.TryPop(out var used) ? used : create(this);
        sessions.Add(session);
        worker.Hold();
        return session;
    }

    public void Return(TSession session)
    {
        var cycle = session.Cycle;
        session.Clear();
        sessions.Remove(session);
        if (spare.Count < MaxSpare)
            spare.Push(session);
        cycle.Release(worker);
        worker.Release();
    }

    /// <summary>Another cycle has taken over: sessions with the old one have as long as <c>worker_shutdown_timeout</c> says.</summary>
    public void OnCycleStopped(Cycle old) => OldCycleDeadline.Arm(worker, old, AbortSessions);

    private void AbortSessions(Cycle old)
    {
        foreach (var session in sessions.ToArray())
        {
            if (session.Cycle == old)
                session.Abort();
        }
    }
}
