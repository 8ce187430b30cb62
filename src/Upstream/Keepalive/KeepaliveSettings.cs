namespace Engine.Upstream.Keepalive;

/// <summary>How many idle connections a group keeps for each worker, and for how long.</summary>
public sealed class KeepaliveSettings
{
    /// <summary>0 keeps none.</summary>
    public int MaxIdle { get; internal set; } = 32;

    /// <summary>A location uses only connections that it made itself.</summary>
    public bool IsLocal { get; internal set; } = true;

    /// <summary>A <c>keepalive</c> directive decided.</summary>
    public bool IsSet { get; internal set; }

    public long Requests { get; internal set; } = 1000;

    public long TimeMs { get; internal set; } = 3_600_000;

    public long TimeoutMs { get; internal set; } = 60_000;
}
