namespace Engine.Http.Parsing;

/// <summary>The head of an HTTP/1 response of an upstream.</summary>
public static class Http1ResponseParser
{
    private static ReadOnlySpan<byte> Pattern => "HTTP/D.D SSS"u8;

    /// <summary>
    /// Parses the status line at the start of <paramref name="bytes"/>: HTTP/1.x, one space, three digits, and a reason phrase behind
    /// another space, or none. Anything else is invalid, an HTTP/0.9 response too; <paramref name="consumed"/> is then the offset.
    /// </summary>
    public static ParseOutcome ParseStatusLine(ReadOnlySpan<byte> bytes, out StatusLine line, out int consumed)
    {
        line = default;
        consumed = 0;
        var valid = IsUsual(bytes) ? Pattern.Length : MatchPattern(bytes);
        if (valid < Pattern.Length)
            return StopAt(bytes, valid, out consumed);
        line.Major = bytes[5] - '0';
        line.Minor = bytes[7] - '0';
        line.Status = ((bytes[9] - '0') * 100) + ((bytes[10] - '0') * 10) + bytes[11] - '0';
        var length = FieldSearch.EndOfValue(bytes[valid..]);
        if (length != 0 && bytes.Length > valid && bytes[valid] != ByteClass.Space)
            return StopAt(bytes, valid, out consumed);
        if (length < 0)
            return ParseOutcome.NeedMore;
        var end = valid + length;
        line.StatusText = Slice.Between(valid - 3, end);
        line.Reason = Slice.Between(Math.Min(valid + 1, end), end);
        return FieldLineParser.EndLine(bytes, end, out consumed);
    }

    /// <summary>Parses one field line, or the empty line that ends the head. Underscores in names are usual in responses.</summary>
    public static ParseOutcome ParseField(ReadOnlySpan<byte> bytes, out FieldLine field, out int consumed) =>
        FieldLineParser.Parse(bytes, allowUnderscores: true, out field, out consumed);

    private static bool IsUsual(ReadOnlySpan<byte> bytes) =>
        bytes.Length > Pattern.Length && bytes.StartsWith("HTTP/1.1 "u8) && Matches(bytes[9], 9) && ByteClass.IsDigit(bytes[10]) && ByteClass.IsDigit(bytes[11]);

    /// <summary>How many bytes are as the pattern wants them.</summary>
    private static int MatchPattern(ReadOnlySpan<byte> bytes)
    {
        var length = Math.Min(bytes.Length, Pattern.Length);
        for (var position = 0; position < length; position++)
        {
            if (!Matches(bytes[position], position))
                return position;
        }

        return length;
    }

    private static bool Matches(byte value, int position) => position switch
    {
        5 => value == '1',
        9 => value is >= (byte)'1' and <= (byte)'9',
        7 or 10 or 11 => ByteClass.IsDigit(value),
        _ => value == Pattern[position],
    };

    private static ParseOutcome StopAt(ReadOnlySpan<byte> bytes, int position, out int consumed)
    {
        var isInvalid = position < bytes.Length;
        consumed = isInvalid ? position : 0;
        return isInvalid ? ParseOutcome.Invalid : ParseOutcome.NeedMore;
    }
}
