using System.Buffers.Text;

namespace Engine.Http.Modules.Slices;

/// <summary>The value of Content-Range, "bytes first-last/length" (RFC 9110 section 14.4).</summary>
/// <param name="End">Behind the last byte.</param>
/// <param name="CompleteLength">-1 for "*".</param>
internal readonly record struct ContentRange(long Start, long End, long CompleteLength)
{
    public static bool TryParse(ReadOnlySpan<byte> text, out ContentRange range)
    {
        range = default;
        if (!text.StartsWith("bytes "u8))
            return false;
        text = text[6..].Trim((byte)' ');
        if (!TryTake(ref text, out var start) || !TrySkip(ref text, (byte)'-') || !TryTake(ref text, out var last) || last == long.MaxValue || !TrySkip(ref text, (byte)'/'))
            return false;
        long complete = -1;
        if (!text.SequenceEqual("*"u8) && (!TryTake(ref text, out complete) || !text.IsEmpty))
            return false;
        range = new ContentRange(start, last + 1, complete);
        return true;
    }

    private static bool TryTake(ref ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0]) || !Utf8Parser.TryParse(text, out number, out var consumed))
            return false;
        text = text[consumed..].TrimStart((byte)' ');
        return true;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> text, byte expected)
    {
        if (text.IsEmpty || text[0] != expected)
            return false;
        text = text[1..].TrimStart((byte)' ');
        return true;
    }
}
