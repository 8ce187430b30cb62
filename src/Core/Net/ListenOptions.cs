namespace Engine.Core.Net;

/// <summary>Options of <c>listen</c> that concern the socket. Null leaves the system's default.</summary>
public sealed record ListenOptions
{
    /// <summary>UDP: datagrams come through the socket, and no connections.</summary>
    public bool IsDatagram { get; init; }

    public int Backlog { get; init; } = 511;

    public bool ReusePort { get; init; }

    public bool IPv6Only { get; init; } = true;

    /// <summary>MPTCP.</summary>
    public bool Multipath { get; init; }

    public int? ReceiveBuffer { get; init; }

    public int? SendBuffer { get; init; }

    /// <summary>A connection is accepted when its first bytes are there.</summary>
    public bool Deferred { get; init; }

    public int? FastOpen { get; init; }

    public bool? KeepAlive { get; init; }

    /// <summary>Seconds; 0 leaves the default.</summary>
    public int KeepIdle { get; init; }

    public int KeepInterval { get; init; }

    public int KeepCount { get; init; }
}
