using System.Buffers.Text;

namespace Engine.LuaBridge.Api.Time;

/// <summary>Reads the three forms of HTTP-date (RFC 9110 section 5.6.7).</summary>
internal static class HttpDate
{
    public const long NotADate = -1;

    private const string Months = "JanFebMarAprMayJunJulAugSepOctNovDec";

    /// <summary>Seconds since 1970, or <see cref="NotADate"/>.</summary>
    public static long Parse(ReadOnlySpan<byte> text)
    {
        var comma = text.IndexOf((byte)',');
        return comma < 0 ? ParseAsctime(SkipWord(text)) : ParseDated(text[(comma + 1)..].TrimStart((byte)' '));
    }

    /// <summary>"06 Nov 1994 08:49:37 GMT" or "06-Nov-94 08:49:37 GMT".</summary>
    private static long ParseDated(ReadOnlySpan<byte> text)
    {
        if (text.Length < 18 || text[2] is not ((byte)' ' or (byte)'-') || text[6] != text[2])
            return NotADate;
        if (!TryDigits(text[..2], out var day) || !TryMonth(text[3..6], out var month))
            return NotADate;
        var hasCentury = text[2] == ' ';
        var yearLength = hasCentury ? 4 : 2;
        if (!TryDigits(text.Slice(7, yearLength), out var year) || text[7 + yearLength] != ' ')
            return NotADate;
        return Combine(hasCentury ? year : year + (year < 70 ? 2000 : 1900), month, day, text[(8 + yearLength)..], out _);
    }

    /// <summary>"Nov  6 08:49:37 1994".</summary>
    private static long ParseAsctime(ReadOnlySpan<byte> text)
    {
        if (text.Length < 20 || text[3] != ' ' || !TryMonth(text[..3], out var month) || !TryDigits(text.Slice(4, 2).TrimStart((byte)' '), out var day))
            return NotADate;
        if (text[6] != ' ' || text[15] != ' ' || !TryDigits(text.Slice(16, 4), out var year))
            return NotADate;
        return Combine(year, month, day, text[7..], out _);
    }

    private static long Combine(int year, int month, int day, ReadOnlySpan<byte> clock, out int length)
    {
        length = 8;
        if (clock.Length < 8 || clock[2] != ':' || clock[5] != ':' || year < 1 || year > 9999)
            return NotADate;
        if (!TryDigits(clock[..2], out var hour) || !TryDigits(clock.Slice(3, 2), out var minute) || !TryDigits(clock.Slice(6, 2), out var second))
            return NotADate;
        if (hour > 23 || minute > 59 || second > 59 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return NotADate;
        var time = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        return (long)(time - DateTime.UnixEpoch).TotalSeconds;
    }

    private static bool TryMonth(ReadOnlySpan<byte> name, out int month)
    {
        month = 0;
        for (var i = 0; i < 12; i++)
        {
            if (System.Text.Ascii.Equals(name, Months.AsSpan(i * 3, 3)))
                month = i + 1;
        }

        return month > 0;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value) =>
        Utf8Parser.TryParse(text, out value, out var used) && used == text.Length && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static ReadOnlySpan<byte> SkipWord(ReadOnlySpan<byte> text)
    {
        var space = text.IndexOf((byte)' ');
        return space < 0 ? default : text[(space + 1)..];
    }
}
