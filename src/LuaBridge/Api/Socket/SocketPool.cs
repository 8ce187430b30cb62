using Engine.Core.Buffers;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>
/// Connections of one name: those that wait to be used again, the last one used first, and how many there are at all. With a backlog, connect
/// operations beyond the size wait for their turn. A pool is gone with its last connection.
/// </summary>
internal sealed class SocketPool(LuaSockets sockets, ByteString name, int size, int backlog)
{
    private readonly LinkedList<IdleSocket> idle = new();
    private readonly LinkedList<SocketAttempt> queue = new();

    public ByteString Name => name;

    /// <summary>Connections that were made under this name or kept in it, and the connect operations under way or waiting.</summary>
    public int Connections { get; private set; }

    /// <summary>A connection whose peer is still there and has sent nothing; null when there is none.</summary>
    public SocketLink? Take()
    {
        while (idle.First is { } first)
        {
            var link = first.Value.Leave();
            if (link.CheckIdle() == SocketStatus.Ok)
            {
                link.ReusedTimes++;
                return link;
            }

            link.Close();
        }

        return null;
    }

    /// <summary>Counts one more connect operation; false when it is one too many.</summary>
    public bool TryEnter(out bool hasToWait)
    {
        hasToWait = backlog >= 0 && Connections >= size;
        if (hasToWait && Connections >= size + backlog)
            return false;
        Connections++;
        return true;
    }

    public void Enqueue(SocketAttempt attempt) => queue.AddLast(attempt.QueueNode);

    public void Dequeue(SocketAttempt attempt) => queue.Remove(attempt.QueueNode);

    /// <summary>A connection that was not made under this name is kept in it.</summary>
    public void Adopt(SocketLink link)
    {
        if (link.Pool == this)
            return;
        Connections++;
        link.Pool?.OnLeft();
        link.Pool = this;
    }

    /// <summary>Keeps a connection for at most that long (0: no limit). The one that waits longest makes room.</summary>
    public void Put(SocketLink link, long timeoutMs)
    {
        while (idle.Count >= size && idle.Last is { } last)
            last.Value.Leave().Close();
        link.Idle.Enter(idle, timeoutMs, sockets.Loop);
        ResumeNext();
    }

    /// <summary>A connection is closed, or an attempt to make one has failed: somebody else may try.</summary>
    public void OnLeft()
    {
        Discount();
        ResumeNext();
    }

    /// <summary>A connect operation that had no place of its own is over.</summary>
    public void Discount()
    {
        Connections--;
        if (Connections == 0)
            sockets.Drop(this);
    }

    public void Clear()
    {
        while (idle.First is { } first)
            first.Value.Leave().Close();
    }

    private void ResumeNext()
    {
        if (queue.First is not { } next)
            return;
        queue.Remove(next);
        next.Value.Resume();
    }
}
