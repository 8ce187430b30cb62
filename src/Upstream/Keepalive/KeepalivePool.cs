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
}

/// <summary>One worker's idle connections of one group; the one that waits longest goes first when there are too many.</summary>
public sealed class KeepalivePool(KeepaliveSettings settings, EventLoop loop)
{
    private readonly LinkedList<IdleConnection> idle = new();

    private bool isClosed;

    public int Count => idle.Count;

    /// <summary>Takes an idle connection to that address, the one used last; null when there is none.</summary>
    /// <param name="owner">Whose connections may be used, when they are not shared.</param>
    public UpstreamConnection? Take(SocketAddress address, SocketAddress? local, object? owner)
    {
        for (var node = idle.First; node is not null;)
        {
            var candidate = node.Value;
            var current = node;
            node = node.Next;
            if ((settings.IsLocal && candidate.Owner != owner) || !candidate.Address.Equals(address) || !Equals(candidate.Connection.Local, local))
                continue;
            if (IsSilent(candidate.Connection.Transport))
            {
                idle.Remove(current);
                candidate.Leave();
                return candidate.Connection;
            }

            Drop(candidate);
        }

        return null;
    }

    /// <summary>Keeps a connection whose response is complete, or closes it when it has served long enough.</summary>
    public void Keep(UpstreamConnection connection, SocketAddress address, object? owner)
    {
        if (isClosed || settings.MaxIdle == 0 || connection.Requests >= settings.Requests || loop.Clock.NowMs - connection.StartMs > settings.TimeMs || connection.Transport.PeerClosed)
        {
            connection.Transport.Close();
            return;
        }

        if (idle.Count >= settings.MaxIdle)
            Drop(idle.Last!.Value);
        var entry = connection.Idle ??= new IdleConnection(this, connection);
        idle.AddFirst(entry.Node);
        entry.Enter(address, owner, settings.TimeoutMs);
    }

    /// <summary>Nothing is kept any more.</summary>
    public void Close()
    {
        isClosed = true;
        while (idle.Last is { } last)
            Drop(last.Value);
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
        if (entry.Node.List is null)
            return;
        idle.Remove(entry.Node);
        entry.Leave();
        entry.Connection.Transport.Close();
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
        Node = new LinkedListNode<IdleConnection>(this);
        notice = new CloseNotice(this);
    }

    public UpstreamConnection Connection { get; }

    public LinkedListNode<IdleConnection> Node { get; }

    public SocketAddress Address { get; private set; } = null!;

    public object? Owner { get; private set; }

    public void Enter(SocketAddress address, object? owner, long timeoutMs)
    {
        Address = address;
        Owner = owner;
        Connection.Transport.IsReusable = true;
        Connection.Transport.CloseWatcher = notice;
        Arm(Connection.Transport.Loop, timeoutMs);
    }

    public void Leave()
    {
        Detach();
        Owner = null;
        Connection.Transport.IsReusable = false;
        Connection.Transport.CloseWatcher = null;
    }

    protected override void OnExpired() => pool.Drop(this);

    private sealed class CloseNotice(IdleConnection entry) : PostedEvent
    {
        public override void Invoke() => entry.pool.Drop(entry);
    }
}
