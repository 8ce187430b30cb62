namespace Engine.Upstream.Balancing.LeastTime;

/// <summary>What <c>least_time</c> takes for the time of a peer.</summary>
internal enum LeastTimePoint
{
    /// <summary>Until it is connected to (stream).</summary>
    Connect,

    /// <summary>Until the head of its response, or its first byte.</summary>
    Header,

    LastByte,
}
