namespace Engine.Core.Net.Relay;

/// <summary>How bytes are relayed.</summary>
public readonly record struct RelayOptions()
{
    /// <summary>The longest time between two successive reads or writes, whichever side they are on (<c>proxy_timeout</c>).</summary>
    public long TimeoutMs { get; init; } = 600_000;

    /// <summary>The longest time between two successive writes to a side that takes nothing; as a rule the common timeout is enough.</summary>
    public int SendTimeoutMs { get; init; } = int.MaxValue;

    /// <summary>The most that is read at once; 0 for as much as suits the connection (<c>proxy_buffer_size</c>).</summary>
    public int BufferSize { get; init; }

    /// <summary>The end of one direction is passed on and the other one goes on (<c>proxy_half_close</c>); otherwise it ends both.</summary>
    public bool HalfClose { get; init; }
}
