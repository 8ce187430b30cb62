using Engine.Core.Buffers;
using Engine.Core.Net;

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
}
