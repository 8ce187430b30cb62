namespace Engine.Http.Parsing;

/// <summary>Dates of fields (RFC 9110, 5.6.7).</summary>
public static class HttpDate
{
    /// <summary>The length of an IMF-fixdate, "Sun, 06 Nov 1994 08:49:37 GMT".</summary>
    public const int Length = 29;

    /// <summary>9999-12-31 23:59:59; what is later is written as that, and what is before 1970 as the first second of it, as in nginx.</summary>
    private const long LastSecond = 253_402_300_799;

    private const long SecondsPerDay = 86400;

    /// <summary>1970-01-01 as a day number of <see cref="DateOnly"/>.</summary>
    private const int UnixEpoch = 719162;

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    private static ReadOnlySpan<byte> WeekDays => "SunMonTueWedThuFriSat"u8;

    /// <summary>Reads an IMF-fixdate and the obsolete forms of RFC 850 and asctime(). The name of the day is not compared with the date.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long unixSeconds)
    {
        unixSeconds = 0;
        var comma = text.IndexOf((byte)',');
        return comma switch
        {
            3 => TryParseFixdate(text, ref unixSeconds),
            > 3 => TryParseRfc850(text[(comma + 1)..], ref unixSeconds),
            _ => TryParseAsctime(text, ref unixSeconds),
        };
    }

    /// <summary>Writes an IMF-fixdate into the first <see cref="Length"/> bytes.</summary>
    public static void Format(long unixSeconds, Span<byte> destination)
    {
        var days = Math.DivRem(Math.Clamp(unixSeconds, 0, LastSecond), SecondsPerDay, out var ofDay);
        var date = DateOnly.FromDayNumber((int)days + UnixEpoch);
        "Sun, 06 Nov 1994 08:49:37 GMT"u8.CopyTo(destination);
        WeekDays.Slice((int)date.DayOfWeek * 3, 3).CopyTo(destination);
        WriteTwo(destination[5..], date.Day);
        Months.Slice((date.Month - 1) * 3, 3).CopyTo(destination[8..]);
        WriteTwo(destination[12..], date.Year / 100);
        WriteTwo(destination[14..], date.Year % 100);
        WriteTwo(destination[17..], (int)(ofDay / 3600));
        WriteTwo(destination[20..], (int)(ofDay / 60 % 60));
        WriteTwo(destination[23..], (int)(ofDay % 60));
    }

    /// <summary>The time as .NET has it.</summary>
    public static DateTime At(long unixSeconds) => DateTime.UnixEpoch.AddSeconds(Math.Clamp(unixSeconds, 0, LastSecond));

    /// <summary>
    /// Writes the date of a cookie, "Sat, 31-Jan-26 12:00:00 GMT"; from 2038 on with all four digits of the year, as nginx does. The length of it.
    /// </summary>
    public static int FormatCookie(long unixSeconds, Span<byte> destination)
    {
        var time = At(unixSeconds);
        var format = time.Year > 2037 ? "ddd, dd-MMM-yyyy HH:mm:ss 'GMT'" : "ddd, dd-MMM-yy HH:mm:ss 'GMT'";
        time.TryFormat(destination, out var length, format, System.Globalization.CultureInfo.InvariantCulture);
        return length;
    }

    private static bool TryParseFixdate(ReadOnlySpan<byte> text, ref long unixSeconds) =>
        text.Length == Length && text[4] == ' ' && text[7] == ' ' && text[11] == ' ' && text[16] == ' ' && text[25..].SequenceEqual(" GMT"u8)
        && TryCombine(Digits(text.Slice(12, 4)), Month(text.Slice(8, 3)), Digits(text.Slice(5, 2)), text.Slice(17, 8), ref unixSeconds);

    /// <summary>What follows the comma of "Sunday, 06-Nov-94 08:49:37 GMT".</summary>
    private static bool TryParseRfc850(ReadOnlySpan<byte> text, ref long unixSeconds)
    {
        if (text.Length != 23 || text[0] != ' ' || text[3] != '-' || text[7] != '-' || text[10] != ' ' || !text[19..].SequenceEqual(" GMT"u8))
            return false;
        var year = Digits(text.Slice(8, 2));
        if (year < 0)
            return false;
        year += year < 70 ? 2000 : 1900;
        return TryCombine(year, Month(text.Slice(4, 3)), Digits(text.Slice(1, 2)), text.Slice(11, 8), ref unixSeconds);
    }

    /// <summary>"Sun Nov  6 08:49:37 1994".</summary>
    private static bool TryParseAsctime(ReadOnlySpan<byte> text, ref long unixSeconds) =>
        text.Length == 24 && text[3] == ' ' && text[7] == ' ' && text[10] == ' ' && text[19] == ' '
        && TryCombine(Digits(text.Slice(20, 4)), Month(text.Slice(4, 3)), Digits(text.Slice(8, 2).TrimStart((byte)' ')), text.Slice(11, 8), ref unixSeconds);

    private static bool TryCombine(int year, int month, int day, ReadOnlySpan<byte> time, ref long unixSeconds)
    {
        var hour = Digits(time[..2]);
        var minute = Digits(time.Slice(3, 2));
        var second = Digits(time.Slice(6, 2));
        if (time[2] != ':' || time[5] != ':' || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 60)
            return false;
        if (year < 1 || month < 1 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        var days = new DateOnly(year, month, day).DayNumber - UnixEpoch;
        unixSeconds = (days * SecondsPerDay) + (hour * 3600) + (minute * 60) + second;
        return true;
    }

    /// <summary>1 to 12, 0 for what is no name of a month.</summary>
    private static int Month(ReadOnlySpan<byte> name)
    {
        for (var month = 1; month <= 12; month++)
        {
            if (Months.Slice((month - 1) * 3, 3).SequenceEqual(name))
                return month;
        }

        return 0;
    }

    private static int Digits(ReadOnlySpan<byte> text)
    {
        var number = text.IsEmpty ? -1 : 0;
        foreach (var digit in text)
        {
            if (!ByteClass.IsDigit(digit))
                return -1;
            number = (number * 10) + digit - '0';
        }

        return number;
    }

    private static void WriteTwo(Span<byte> destination, int number)
    {
        destination[0] = (byte)('0' + (number / 10));
        destination[1] = (byte)('0' + (number % 10));
    }
}
