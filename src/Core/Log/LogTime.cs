using System.Globalization;
using Engine.Core.Loop;
using Engine.Interop.Libc;

namespace Engine.Core.Log;

/// <summary>One second in the forms that logs write it, made once per second and shared by all threads.</summary>
public sealed class LogTime
{
    private static volatile LogTime last = new(0);

    private readonly long second;

    private LogTime(long unixSeconds)
    {
        second = unixSeconds;
        var local = LocalTime.Of(unixSeconds);
        var time = new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second, DateTimeKind.Unspecified);
        var sign = local.OffsetSeconds < 0 ? '-' : '+';
        var offset = TimeSpan.FromSeconds(Math.Abs(local.OffsetSeconds));
        ErrorLogBytes = Bytes(time, "yyyy/MM/dd HH:mm:ss", "");
        CommonLogBytes = Bytes(time, "dd/MMM/yyyy:HH:mm:ss", $" {sign}{offset:hhmm}");
        Iso8601Bytes = Bytes(time, "yyyy-MM-dd'T'HH:mm:ss", $"{sign}{offset:hh\\:mm}");
        SyslogBytes = Bytes(time, "MMM ", $"{local.Day,2} {local.Hour:D2}:{local.Minute:D2}:{local.Second:D2}");
    }

    /// <summary>The loop's second on a worker, else the wall clock's.</summary>
    public static LogTime Now => At(EventLoop.CurrentOrNull?.Clock.UnixSeconds ?? LocalTime.UnixSeconds);

    /// <summary><c>2026/01/31 12:00:00</c>, local.</summary>
    public ReadOnlySpan<byte> ErrorLog => ErrorLogBytes;

    /// <summary><c>31/Jan/2026:12:00:00 +0000</c> (<c>$time_local</c>).</summary>
    public ReadOnlySpan<byte> CommonLog => CommonLogBytes;

    /// <summary><c>2026-01-31T12:00:00+00:00</c> (<c>$time_iso8601</c>).</summary>
    public ReadOnlySpan<byte> Iso8601 => Iso8601Bytes;

    /// <summary><c>Jan 31 12:00:00</c> (RFC 3164).</summary>
    public ReadOnlySpan<byte> Syslog => SyslogBytes;

    private byte[] ErrorLogBytes { get; }

    private byte[] CommonLogBytes { get; }

    private byte[] Iso8601Bytes { get; }

    private byte[] SyslogBytes { get; }

    public static LogTime At(long unixSeconds)
    {
        var known = last;
        return known.second == unixSeconds ? known : last = new LogTime(unixSeconds);
    }

    private static byte[] Bytes(DateTime time, string format, string suffix) =>
        System.Text.Encoding.ASCII.GetBytes(time.ToString(format, CultureInfo.InvariantCulture) + suffix);
}
