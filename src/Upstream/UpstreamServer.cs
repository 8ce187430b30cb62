using Engine.Core.Buffers;
using Engine.Core.Net;
using Engine.Upstream.Resolve;

namespace Engine.Upstream;

/// <summary>A <c>server</c> of an upstream group: one name, the addresses behind it, and how it takes part.</summary>
public sealed record UpstreamServer(ByteString Name, IReadOnlyList<SocketAddress> Addresses)
{
    public int Weight { get; init; } = 1;

    /// <summary>Failed attempts within <see cref="FailTimeoutMs"/> that make it unavailable for as long; 0 never does.</summary>
    public int MaxFails { get; init; } = 1;

    public long FailTimeoutMs { get; init; } = 10_000;

    /// <summary>Connections at a time; 0 is no limit.</summary>
    public int MaxConnections { get; init; }

    public bool IsBackup { get; init; }

    public bool IsDown { get; init; }

    /// <summary>Only requests of its sessions get there (<c>drain</c>).</summary>
    public bool IsDraining { get; init; }

    /// <summary>What sessions call it (<c>route=</c>); empty for none.</summary>
    public ByteString Route { get; init; }

    /// <summary>The addresses are asked for at run time (<c>resolve</c>); null for a server that has them.</summary>
    public ResolvedName? Resolve { get; init; }
}
