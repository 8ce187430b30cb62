using Engine.Core.Loop;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>Connections of one name that wait to be used again, the last one used first.</summary>
internal sealed class SocketPool(LuaSockets sockets)
{
    private readonly LinkedList<Idle> idle = new();

    /// <summary>How many may wait; 0 until somebody says it, or keeps the first connection.</summary>
    public int Size { get; set; }

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

    /// <summary>Keeps a connection for at most that long (0: no limit). The one that waits longest makes room.</summary>
    public void Put(SocketLink link, long timeoutMs)
    {
        while (idle.Count >= Size && idle.Last is { } last)
            last.Value.Leave().Close();
        if (Size <= 0)
        {
            link.Close();
            return;
        }

        _ = new Idle(this, link, timeoutMs, sockets.Loop);
    }

    public void Clear()
    {
        while (idle.First is { } first)
            first.Value.Leave().Close();
    }

    /// <summary>A connection that waits.</summary>
    private sealed class Idle : PostedEvent
    {
        private readonly SocketLink link;
        private readonly LinkedListNode<Idle> node;
        private readonly SocketPool pool;
        private readonly Deadline? deadline;

        public Idle(SocketPool pool, SocketLink link, long timeoutMs, EventLoop loop)
        {
            this.pool = pool;
            this.link = link;
            node = pool.idle.AddFirst(this);
            link.Connection.CloseWatcher = this;
            if (timeoutMs <= 0)
                return;
            deadline = new Deadline(this);
            deadline.Arm(loop, timeoutMs);
        }

        public SocketLink Leave()
        {
            pool.idle.Remove(node);
            link.Connection.CloseWatcher = null;
            deadline?.Detach();
            return link;
        }

        /// <summary>The peer has closed it.</summary>
        public override void Invoke() => Drop();

        private void Drop()
        {
            if (node.List is not null)
                Leave().Close();
        }

        private sealed class Deadline(Idle owner) : Core.Loop.Timer
        {
            protected override void OnExpired() => owner.Drop();
        }
    }
}
