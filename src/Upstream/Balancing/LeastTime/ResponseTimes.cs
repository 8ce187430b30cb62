namespace Engine.Upstream.Balancing.LeastTime;

/// <summary>How long a peer takes, in milliseconds. Read and written inside the group's gate only.</summary>
internal sealed class ResponseTimes
{
    /// <summary>The share of the newest response in the average.</summary>
    private const double Newest = 0.05;

    private bool isKnown;
    private long inFlight;

    /// <summary>When the requests in flight began, summed up.</summary>
    private long beganSum;

    /// <summary>The moving average; 0 before the first response.</summary>
    public double AverageMs { get; private set; }

    public void Add(long milliseconds)
    {
        AverageMs = isKnown ? AverageMs + (milliseconds - AverageMs) * Newest : milliseconds;
        isKnown = true;
    }

    /// <summary>A request began; it is in flight until <see cref="End"/> is called with the same time.</summary>
    public bool Begin(long nowMs)
    {
        inFlight++;
        beganSum += nowMs;
        return true;
    }

    public void End(long beganMs)
    {
        inFlight--;
        beganSum -= beganMs;
    }

    /// <summary>How long the requests in flight have taken so far; 0 without any.</summary>
    public long MeanAgeMs(long nowMs) => inFlight == 0 ? 0 : Math.Max(0, nowMs - beganSum / inFlight);
}
