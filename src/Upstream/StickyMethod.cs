using Engine.Core.Buffers;

namespace Engine.Upstream;

/// <summary><c>sticky</c>: requests of one session go to one peer. It is tried first; when it can't be used, the balancing method chooses.</summary>
public abstract class StickyMethod
{
    /// <summary>The <see cref="Peer.StickyId"/> of the session's peer; empty when there is none.</summary>
    public abstract ByteString FindId(IUpstreamClient client);

    /// <summary>A peer answers: the client's response is not sent yet.</summary>
    public virtual void OnResponseHead(IUpstreamClient client, Peer peer)
    {
    }

    /// <summary>A peer has answered.</summary>
    public virtual void OnResponseEnd(IUpstreamClient client, Peer peer)
    {
    }
}
