using System.Diagnostics;

namespace Engine.Core.Loop;

/// <summary>The time, read once per turn of a loop; everything a request does in one turn happens at one instant.</summary>
public sealed class LoopClock
{
    private static readonly long TicksPerMillisecond = Stopwatch.Frequency / 1000;

    private readonly byte[] httpDate = new byte[29];
    private readonly long monotonicBase;
    private long formattedSecond = -1;

    public LoopClock()
    {
        monotonicBase = Stopwatch.GetTimestamp();
        Update();
    }

    /// <summary>Milliseconds of a clock that never steps back; for timers and durations.</summary>
    public long NowMs { get; private set; }

    /// <summary>Milliseconds since 1970.</summary>
    public long UnixMs { get; private set; }

    /// <summary>Seconds since 1970.</summary>
    public long UnixSeconds { get; private set; }

    /// <summary>The Date field's value (RFC 9110 section 5.6.7, IMF-fixdate).</summary>
    public ReadOnlySpan<byte> HttpDate => httpDate;

    /// <summary>Reads the clocks; the loop does it once per turn, <c>ngx.update_time</c> on demand.</summary>
    public void Update()
    {
        NowMs = (Stopwatch.GetTimestamp() - monotonicBase) / TicksPerMillisecond + 1;
#pragma warning disable RS0030 // The one place where the wall clock is read.
        var wall = DateTime.UtcNow.Ticks;
#pragma warning restore RS0030
        UnixMs = wall / TimeSpan.TicksPerMillisecond - UnixEpochMs;
        UnixSeconds = UnixMs / 1000;
        if (UnixSeconds != formattedSecond)
            FormatDate();
    }

    private const long UnixEpochMs = 62_135_596_800_000;

    private void FormatDate()
    {
        formattedSecond = UnixSeconds;
        DateTime.UnixEpoch.AddSeconds(UnixSeconds).TryFormat(httpDate, out _, "r", System.Globalization.CultureInfo.InvariantCulture);
    }
}
