using Engine.Core.Buffers;

namespace Engine.Http.Modules.Range;

/// <summary>Bytes from <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
internal readonly record struct ByteRange(long Start, long End)
{
    public long Length => End - Start;

    /// <summary>"first-last/length", as Content-Range has it.</summary>
    public void Write(ref SpanWriter writer, long contentLength)
    {
        writer.Write(Start);
        writer.Write((byte)'-');
        writer.Write(End - 1);
        writer.Write((byte)'/');
        writer.Write(contentLength);
    }
}

internal enum RangeOutcome
{
    /// <summary>206 with the ranges.</summary>
    Partial,

    /// <summary>200 with everything: the ranges are not worth it.</summary>
    Whole,

    /// <summary>416.</summary>
    NotSatisfiable,
}

/// <summary>Reads the set behind "bytes=" (RFC 9110 section 14.1.2) as nginx does.</summary>
internal static class RangeParser
{
    /// <summary>What the head of a part may cost.</summary>
    private const long PartOverhead = 256;

    /// <summary>How much larger than the whole a multipart response may get.</summary>
    private const long Tolerance = 4096;

    /// <param name="max">How many ranges are allowed; null for nginx's own measure, which weighs them against the size of the whole.</param>
    public static RangeOutcome Parse(ReadOnlySpan<byte> set, long contentLength, long? max, List<ByteRange> ranges)
    {
        long total = 0;
        while (true)
        {
            if (!TryReadOne(ref set, contentLength, out var range))
                return RangeOutcome.NotSatisfiable;
            if (range.Length > 0)
            {
                if (total > long.MaxValue - range.Length)
                    return RangeOutcome.NotSatisfiable;
                total += range.Length;
                if (ranges.Count >= max)
                    return RangeOutcome.Whole;
                ranges.Add(range);
            }
            else if (range.Start == 0)
                return RangeOutcome.Whole;

            if (set.IsEmpty)
                break;
            set = set[1..];
        }

        if (ranges.Count == 0)
            return RangeOutcome.NotSatisfiable;
        return ranges.Count > 1 && IsWasteful(total, contentLength, ranges.Count, max) ? RangeOutcome.Whole : RangeOutcome.Partial;
    }

    private static bool IsWasteful(long total, long contentLength, int count, long? max) =>
        total > contentLength || (max is null && total + (count * PartOverhead) > contentLength + Tolerance);

    /// <summary>Reads up to the comma or the end; an empty range is one that lies behind the content.</summary>
    private static bool TryReadOne(ref ReadOnlySpan<byte> set, long contentLength, out ByteRange range)
    {
        range = default;
        set = set.TrimStart((byte)' ');
        var isSuffix = set is [(byte)'-', ..];
        long start = 0;
        if (isSuffix)
            set = set[1..];
        else
        {
            if (!TryReadNumber(ref set, out start) || set is not [(byte)'-', ..])
                return false;
            set = set[1..].TrimStart((byte)' ');
            if (set is [] or [(byte)',', ..])
            {
                range = new ByteRange(start, contentLength);
                return true;
            }
        }

        if (!TryReadNumber(ref set, out var end) || set is not ([] or [(byte)',', ..]))
            return false;
        range = isSuffix
            ? new ByteRange(Math.Max(0, contentLength - end), contentLength)
            : new ByteRange(start, end >= contentLength ? contentLength : end + 1);
        return true;
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0)
            digits = text.Length;
        if (digits == 0)
            return false;
        foreach (var digit in text[..digits])
        {
            var value = digit - '0';
            if (number > (long.MaxValue - value) / 10)
                return false;
            number = (number * 10) + value;
        }

        text = text[digits..].TrimStart((byte)' ');
        return true;
    }
}
