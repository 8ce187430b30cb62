using Engine.Core.Loop;

namespace Engine.LuaBridge.Api.Socket;

/// <summary>A connection's time in a pool: it ends when it is used again, when the peer closes, or when it took too long.</summary>
internal sealed class IdleSocket : PostedEvent
{
    private readonly SocketLink link;
    private readonly LinkedListNode<IdleSocket> node;
    private readonly Deadline deadline;

    public IdleSocket(SocketLink link)
    {
        this.link = link;
        node = new LinkedListNode<IdleSocket>(this);
        deadline = new Deadline(this);
    }

    /// <param name="timeoutMs">0: no limit.</param>
    public void Enter(LinkedList<IdleSocket> idle, long timeoutMs, EventLoop loop)
    {
        idle.AddFirst(node);
        link.Connection.CloseWatcher = this;
        if (timeoutMs > 0)
            deadline.Arm(loop, timeoutMs);
    }

    public SocketLink Leave()
    {
        node.List?.Remove(node);
        link.Connection.CloseWatcher = null;
        deadline.Disarm();
        return link;
    }

    /// <summary>It is closed.</summary>
    public void Detach() => deadline.Detach();

    /// <summary>The peer has closed it.</summary>
    public override void Invoke() => Drop();

    private void Drop()
    {
        if (node.List is not null)
            Leave().Close();
    }

    private sealed class Deadline(IdleSocket owner) : Core.Loop.Timer
    {
        protected override void OnExpired() => owner.Drop();
    }
}
