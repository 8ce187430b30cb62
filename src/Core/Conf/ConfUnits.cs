using System.Globalization;

namespace Engine.Core.Conf;

/// <summary>Sizes and durations of the configuration (nginx.org "Configuration file measurement units").</summary>
public static class ConfUnits
{
    /// <summary>Digits only. Null when it is none.</summary>
    public static long? ParseNumber(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Octets: digits with an optional k, m or (offsets only) g. Null when it is none.</summary>
    public static long? ParseSize(string text, bool offset = false)
    {
        if (text.Length == 0)
            return null;
        var scale = char.ToLowerInvariant(text[^1]) switch { 'k' => 1024L, 'm' => 1024L * 1024, 'g' when offset => 1024L * 1024 * 1024, _ => 1 };
        var digits = scale == 1 ? text : text[..^1];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue / scale)
            return null;
        return number * scale;
    }

    /// <summary>Milliseconds of a duration such as "1h30m", "500ms", "90" (<paramref name="seconds"/>: result and plain numbers are seconds, "ms" is refused).</summary>
    public static long? ParseDuration(string text, bool seconds = false)
    {
        var total = 0L;
        var rank = 0;
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            while (i < text.Length && char.IsAsciiDigit(text[i]))
                i++;
            if (!long.TryParse(text.AsSpan(start, i - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                return null;
            var (unit, unitRank) = ReadUnit(text, ref i);
            // Units come in falling order, each at most once.
            if (unit == 0 || unitRank <= rank || (seconds && unit == 1))
                return null;
            rank = unitRank;
            if (number > (long.MaxValue - total) / unit)
                return null;
            total += number * unit;
            while (i < text.Length && text[i] == ' ')
                i++;
        }

        if (text.Length == 0)
            return null;
        return seconds ? total / 1000 : total;
    }

    private static (long Unit, int Rank) ReadUnit(string text, ref int i)
    {
        if (i >= text.Length || text[i] == ' ')
            return (1000, 7);
        const long day = 86_400_000;
        var unit = text[i++];
        if (unit == 'm' && i < text.Length && text[i] == 's')
        {
            i++;
            return (1, 8);
        }

        return unit switch
        {
            'y' => (365 * day, 1),
            'M' => (30 * day, 2),
            'w' => (7 * day, 3),
            'd' => (day, 4),
            'h' => (3_600_000, 5),
            'm' => (60_000, 6),
            's' => (1000, 7),
            _ => (0, 0),
        };
    }
}
