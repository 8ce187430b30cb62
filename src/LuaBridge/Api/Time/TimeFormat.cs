using Engine.Http.Parsing;
using Engine.Interop.Libc;

namespace Engine.LuaBridge.Api.Time;

/// <summary>Times as ngx.* functions give them. Each returns the length it wrote.</summary>
internal static class TimeFormat
{
    /// <summary><c>2026-01-31 12:00:00</c> in the time zone of the server.</summary>
    public static int Local(long unixSeconds, Span<byte> output)
    {
        var local = LocalTime.Of(unixSeconds);
        return Full(new DateTime(local.Year, local.Month, local.Day, local.Hour, local.Minute, local.Second, DateTimeKind.Unspecified), output);
    }

    public static int Utc(long unixSeconds, Span<byte> output) => Full(HttpDate.At(unixSeconds), output);

    /// <summary><c>Sat, 31 Jan 2026 12:00:00 GMT</c>.</summary>
    public static int Http(long unixSeconds, Span<byte> output)
    {
        HttpDate.Format(unixSeconds, output);
        return HttpDate.Length;
    }

    public static int Cookie(long unixSeconds, Span<byte> output) => HttpDate.FormatCookie(unixSeconds, output);

    private static int Full(DateTime time, Span<byte> output)
    {
        time.TryFormat(output, out var written, "yyyy-MM-dd HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        return written;
    }
}
