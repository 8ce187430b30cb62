using Engine.Http.Parsing;
using Engine.Interop.Libc;

namespace Engine.LuaBridge.Api.Time;

/// <summary>Times as ngx.* functions give them. Each returns the length it wrote.</summary>
internal static class TimeFormat
{
    private const long LastSecond = 253_402_300_799; // 9999-12-31 23:59:59

    /// <summary><c>2026-01-31 12:00:00</c> in the time zone of the server.</summary>
    public static int Local(long unixSeconds, Span<byte> output)
    {
        var local = LocalTime.Of(unixSeconds);
        return Full(new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second, DateTimeKind.Unspecified), output);
    }

    public static int Utc(long unixSeconds, Span<byte> output) => Full(At(unixSeconds), output);

    /// <summary><c>Sat, 31 Jan 2026 12:00:00 GMT</c>.</summary>
    public static int Http(long unixSeconds, Span<byte> output)
    {
        HttpDate.Format(Math.Max(0, unixSeconds), output);
        return HttpDate.Length;
    }

    /// <summary><c>Sat, 31-Jan-26 12:00:00 GMT</c>; from 2038 on with all four digits of the year, as nginx writes it.</summary>
    public static int Cookie(long unixSeconds, Span<byte> output)
    {
        var time = At(unixSeconds);
        var format = time.Year > 2037 ? "ddd, dd-MMM-yyyy HH:mm:ss 'GMT'" : "ddd, dd-MMM-yy HH:mm:ss 'GMT'";
        time.TryFormat(output, out var written, format, System.Globalization.CultureInfo.InvariantCulture);
        return written;
    }

    private static int Full(DateTime time, Span<byte> output)
    {
        time.TryFormat(output, out var written, "yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        return written;
    }

    private static DateTime At(long unixSeconds) => DateTime.UnixEpoch.AddSeconds(Math.Clamp(unixSeconds, 0, LastSecond));
}
