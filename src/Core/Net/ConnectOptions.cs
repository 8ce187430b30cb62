namespace Engine.Core.Net;

/// <summary>How an outgoing connection is made.</summary>
public sealed record ConnectOptions
{
    public static ConnectOptions Default { get; } = new();

    public int TimeoutMs { get; init; } = 60_000;

    /// <summary>The address to connect from (<c>proxy_bind</c>); port 0 lets the kernel choose.</summary>
    public SocketAddress? Local { get; init; }

    /// <summary><see cref="Local"/> need not be an address of this machine (<c>proxy_bind … transparent</c>).</summary>
    public bool Transparent { get; init; }

    public bool KeepAlive { get; init; }

    public int? ReceiveBuffer { get; init; }

    public int? SendBuffer { get; init; }
}

/// <summary>What came of an attempt to connect.</summary>
/// <param name="Connection">The connection, or null.</param>
/// <param name="Errno">
/// Why there is none: ETIMEDOUT when the time ran out, ECANCELED after <see cref="Connector.Cancel"/>, ENOBUFS when
/// <c>worker_connections</c> are used up, or what the kernel said.
/// </param>
public readonly record struct ConnectResult(Connection? Connection, int Errno);
