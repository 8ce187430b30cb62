using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Stream.Conf;

namespace Engine.Stream.Connections;

/// <summary>What one worker has of the stream server: its sessions, and those it reuses. It outlives reloads.</summary>
public sealed class StreamWorker(Worker worker)
{
    /// <summary>Sessions kept for reuse; those beyond a burst are left to the collector.</summary>
    private const int MaxSpare = 128;

    private readonly SpareStack<StreamSession> spare = new();
    private readonly HashSet<StreamSession> sessions = [];

    public Worker Worker => worker;

    public EventLoop Loop => worker.Loop;

    /// <summary>The configuration for new sessions.</summary>
    public StreamConfiguration Current { get; private set; } = null!;

    public IReadOnlyCollection<StreamSession> Sessions => sessions;

    internal void TakeConfiguration(StreamConfiguration configuration) => Current = configuration;

    internal StreamSession RentSession()
    {
        var session = spare.TryPop(out var used) ? used : new StreamSession(this);
        sessions.Add(session);
        worker.Hold();
        return session;
    }

    internal void ReturnSession(StreamSession session)
    {
        var cycle = session.Configuration.Cycle;
        session.End();
        sessions.Remove(session);
        if (spare.Count < MaxSpare)
            spare.Push(session);
        cycle.Release(worker);
        worker.Release();
    }
}
