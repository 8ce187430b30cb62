using System.Text;
using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Interop;
using Engine.Interop.OpenSsl;
using Engine.Upstream.Balancing.LeastTime;

namespace Engine.Upstream;

/// <summary>One address of a server.</summary>
public sealed class Peer
{
    private byte[]? stickyId;

    internal Peer(UpstreamServer server, SocketAddress address, int index)
    {
        Server = server;
        Address = address;
        Index = index;
        Name = address.IsUnix ? new ByteString(SystemText.Encode(address.ToString())) : ByteString.Copy(Encoding.ASCII.GetBytes(address.ToString()));
        State = new PeerState { EffectiveWeight = server.Weight };
    }

    public UpstreamServer Server { get; }

    public SocketAddress Address { get; }

    /// <summary>"192.0.2.1:80", "unix:/path": <c>$upstream_addr</c>.</summary>
    public ByteString Name { get; }

    /// <summary>What sessions call it: <c>route=</c>, or a hash of its name.</summary>
    public ByteString StickyId => new(stickyId ??= MakeStickyId());

    /// <summary>Its place in its set.</summary>
    internal int Index { get; }

    internal PeerState State { get; set; }

    /// <summary>Connections under way now.</summary>
    public int Connections => State.Connections;

    private byte[] MakeStickyId()
    {
        if (!Server.Route.IsEmpty)
            return Server.Route.Span.ToArray();
        var id = new byte[2 * Digest.Md5.Size];
        Digest.Md5.ComputeHex(Name.Span, id);
        return id;
    }
}

/// <summary>What changes about a peer. Shared by all workers, and read and written inside the group's gate only.</summary>
internal sealed class PeerState
{
    public int CurrentWeight;

    /// <summary>The weight, less while the peer fails.</summary>
    public int EffectiveWeight;

    public int Connections;

    public int Fails;

    /// <summary>The last failure, milliseconds since 1970.</summary>
    public long FailedMs;

    /// <summary>When the time of <c>fail_timeout</c> began.</summary>
    public long CheckedMs;

    /// <summary>Null unless the method watches times.</summary>
    public ResponseTimes? Times;
}
