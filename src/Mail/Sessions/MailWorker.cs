using Engine.Core.Buffers;
using Engine.Core.Listening;
using Engine.Core.Loop;
using Engine.Core.Modules;
using Engine.Core.Net;
using Engine.Mail.Conf;

namespace Engine.Mail.Sessions;

/// <summary>What one worker has of the mail proxy: its sessions, and those it reuses. It outlives reloads.</summary>
internal sealed class MailWorker(Worker worker)
{
    /// <summary>Sessions kept for reuse; those beyond a burst are left to the collector.</summary>
    private const int MaxSpare = 128;

    private readonly SpareStack<MailSession> spare = new();
    private readonly HashSet<MailSession> sessions = [];

    public Worker Worker => worker;

    public EventLoop Loop => worker.Loop;

    /// <summary>The configuration for new sessions.</summary>
    public MailConfiguration Current { get; private set; } = null!;

    public IReadOnlyCollection<MailSession> Sessions => sessions;

    public void TakeConfiguration(MailConfiguration configuration) => Current = configuration;

    public MailSession RentSession()
    {
        var session = spare.TryPop(out var used) ? used : new MailSession(this);
        sessions.Add(session);
        worker.Hold();
        return session;
    }

    public void ReturnSession(MailSession session)
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

/// <summary>Takes the connections that a listening socket accepts on one worker.</summary>
internal sealed class MailAcceptor(MailWorker worker, MailConfiguration configuration, ListenSocket<MailServer, ListenAddress<MailServer>> socket) : IConnectionAcceptor
{
    public void OnAccepted(Connection connection) => worker.RentSession().Start(connection, configuration, socket.AddressFor(connection));
}
