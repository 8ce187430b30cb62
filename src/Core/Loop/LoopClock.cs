namespace Engine.Core.Loop;

/// <summary>The time, read once per turn of a loop; everything a request does in one turn happens at one instant.</summary>
public sealed class LoopClock
{
    private readonly byte[] httpDate = new byte[29];
    private readonly TimeProvider time;
    private readonly long ticksPerMillisecond;
    private readonly long monotonicBase;
    private long formattedSecond = -1;

    public LoopClock() : this(TimeProvider.System)
    {
    }

    public LoopClock(TimeProvider time)
    {
        this.time = time;
        ticksPerMillisecond = time.TimestampFrequency / 1000;
        monotonicBase = time.GetTimestamp();
        Update();
    }

    /// <summary>Milliseconds of a clock that never steps back; for timers and durations.</summary>
    public long NowMs { get; private set; }

    /// <summary>The same clock with one beginning for all loops: for states that workers share. One loop may be a turn behind another.</summary>
    public long SharedMs { get; private set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long UnixMs { get; private set; }

    /// <summary>Seconds since 1970.</summary>
    public long UnixSeconds { get; private set; }

    /// <summary>The Date field's value (RFC 9110 section 5.6.7, IMF-fixdate).</summary>
    public ReadOnlySpan<byte> HttpDate => httpDate;

    /// <summary>Reads the clocks; the loop does it once per turn, <c>ngx.update_time</c> on demand.</summary>
    public void Update()
    {
        var timestamp = time.GetTimestamp();
        NowMs = (timestamp - monotonicBase) / ticksPerMillisecond + 1;
        SharedMs = timestamp / ticksPerMillisecond;
        UnixMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        UnixSeconds = UnixMs / 1000;
        if (UnixSeconds != formattedSecond)
            FormatDate();
    }

    private void FormatDate()
    {
        formattedSecond = UnixSeconds;
        DateTime.UnixEpoch.AddSeconds(UnixSeconds).TryFormat(httpDate, out _, "r", System.Globalization.CultureInfo.InvariantCulture);
    }
}
