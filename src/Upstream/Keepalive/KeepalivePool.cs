using Engine.Core.Buffers;
using Engine.Core.Loop;
using Engine.Core.Net;

namespace Engine.Upstream.Keepalive;

/// <summary>A connection to an upstream, and what limits its further use.</summary>
public sealed class UpstreamConnection(Connection transport, SocketAddress? local)
{
    public Connection Transport => transport;

    /// <summary>The address it was told to connect from (<c>proxy_bind</c>).</summary>
    public SocketAddress? Local => local;

    public long Requests { get; set; }

    public long StartMs { get; } = transport.Loop.Clock.NowMs;

    internal IdleConnection? Idle { get; set; }

    public void Close()
    {
        Idle?.Detach();
        transport.Close();
    }
}

/// <summary>One worker's idle connections of one group; the one that waits longest goes first when there are too many.</summary>
public sealed class KeepalivePool(KeepaliveSettings settings, EventLoop loop)
{
    private IdleConnection? newest;
    private IdleConnection? oldest;
    private bool isClosed;

    public int Count { get; private set; }

    /// <summary>Takes an idle connection to that address, the one used last; null when there is none.</summary>
    /// <param name="owner">Whose connections may be used, when they are not shared.</param>
    public UpstreamConnection? Take(SocketAddress address, SocketAddress? local, object? owner)
    {
        for (var candidate = newest; candidate is not null;)
        {
            var next = candidate.Older;
            if (candidate.Fits(address, local) && (!settings.IsLocal || candidate.Owner == owner))
            {
                if (IsSilent(candidate.Connection.Transport))
                {
                    Remove(candidate);
                    return candidate.Connection;
                }

                Drop(candidate);
            }

            candidate = next;
        }

        return null;
    }

    /// <summary>Keeps a connection whose response is complete, or closes it when it has served long enough.</summary>
    public void Keep(UpstreamConnection connection, SocketAddress address, object? owner)
    {
        if (isClosed || settings.MaxIdle == 0 || connection.Requests >= settings.Requests || loop.Clock.NowMs - connection.StartMs > settings.TimeMs || connection.Transport.PeerClosed)
        {
            connection.Close();
            return;
        }

        if (Count >= settings.MaxIdle)
            Drop(oldest!);
        var entry = connection.Idle ??= new IdleConnection(this, connection);
        Add(entry);
        entry.Enter(address, owner, settings.TimeoutMs);
    }

    /// <summary>Nothing is kept any more.</summary>
    public void Close()
    {
        isClosed = true;
        while (oldest is { } last)
            Drop(last);
    }

    /// <summary>
    /// Nothing has come since the last response: bytes that nobody asked for would be taken for the answer to the next request.
    /// </summary>
    private static bool IsSilent(Connection transport)
    {
        if (!transport.Input.TryRead(out var read))
            return !transport.PeerClosed;
        transport.Input.AdvanceTo(read.Buffer.Start);
        return false;
    }

    internal void Drop(IdleConnection entry)
    {
        if (!entry.IsKept)
            return;
        Remove(entry);
        entry.Connection.Close();
    }

    private void Add(IdleConnection entry)
    {
        entry.Older = newest;
        if (newest is null)
            oldest = entry;
        else
            newest.Newer = entry;
        newest = entry;
        Count++;
    }

    private void Remove(IdleConnection entry)
    {
        if (entry.Newer is null)
            newest = entry.Older;
        else
            entry.Newer.Older = entry.Older;
        if (entry.Older is null)
            oldest = entry.Newer;
        else
            entry.Older.Newer = entry.Newer;
        entry.Newer = entry.Older = null;
        Count--;
        entry.Leave();
    }
}

/// <summary>A connection in the pool: closed when its time is over or the peer closes it.</summary>
internal sealed class IdleConnection : Engine.Core.Loop.Timer
{
    private readonly KeepalivePool pool;
    private readonly CloseNotice notice;

    public IdleConnection(KeepalivePool pool, UpstreamConnection connection)
    {
        this.pool = pool;
        Connection = connection;
        notice = new CloseNotice(this);
    }

    public UpstreamConnection Connection { get; }

    /// <summary>Its neighbours in the pool: those that were kept after it and before.</summary>
    public IdleConnection? Newer { get; set; }

    public IdleConnection? Older { get; set; }

    /// <summary>It is in the pool.</summary>
    public bool IsKept { get; private set; }

    public SocketAddress Address { get; private set; } = null!;

    public object? Owner { get; private set; }

    public void Enter(SocketAddress address, object? owner, long timeoutMs)
    {
        IsKept = true;
        Address = address;
        Owner = owner;
        Connection.Transport.IsReusable = true;
        Connection.Transport.CloseWatcher = notice;
        Arm(Connection.Transport.Loop, timeoutMs);
    }

    public void Leave()
    {
        // Timers of connections that are used again soon stay where they are.
        Disarm();
        IsKept = false;
        Owner = null;
        Connection.Transport.IsReusable = false;
        Connection.Transport.CloseWatcher = null;
    }

    public bool Fits(SocketAddress address, SocketAddress? local) => Equals(Address, address) && Equals(Connection.Local, local);

    protected override void OnExpired() => pool.Drop(this);

    private sealed class CloseNotice(IdleConnection entry) : PostedEvent
    {
        public override void Invoke() => entry.pool.Drop(entry);
    }
}
