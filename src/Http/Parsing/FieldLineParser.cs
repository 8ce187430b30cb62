namespace Engine.Http.Parsing;

/// <summary>
/// One line of a field section, of requests, responses and trailers alike. Refused are what peers read differently: line folding,
/// white space before the colon, empty names, lines without a colon, CR without LF and other control bytes.
/// </summary>
internal static class FieldLineParser
{
    // A browser sends about ten fields with names of 4 to 25 bytes and values of 5 to 120: two vectorised searches each.
    public static ParseOutcome Parse(ReadOnlySpan<byte> bytes, bool allowUnderscores, out FieldLine field, out int consumed)
    {
        field = default;
        consumed = 0;
        var nameLength = FieldSearch.EndOfName(bytes);
        if (nameLength < 0)
            return ParseOutcome.NeedMore;
        if (nameLength == 0 || bytes[nameLength] != ':')
        {
            var outcome = EndUncommonName(bytes, ref nameLength, out consumed);
            if (outcome != ParseOutcome.Done)
                return outcome;
            field.IsInvalidName = IsInvalid(bytes[..nameLength], allowUnderscores);
        }

        var start = nameLength + 1;
        while (start < bytes.Length && ByteClass.IsWhiteSpace(bytes[start]))
            start++;
        var valueLength = FieldSearch.EndOfValue(bytes[start..]);
        if (valueLength < 0)
            return ParseOutcome.NeedMore;
        var end = start + valueLength;
        if (end + 1 < bytes.Length && bytes[end] == ByteClass.Cr && bytes[end + 1] == ByteClass.Lf)
        {
            consumed = end + 2;
        }
        else
        {
            var ended = EndLine(bytes, end, out consumed);
            if (ended != ParseOutcome.Done)
                return ended;
        }

        field.Line = new Slice(0, end);
        while (end > start && ByteClass.IsWhiteSpace(bytes[end - 1]))
            end--;
        field.Name = new Slice(0, nameLength);
        field.Value = Slice.Between(start, end);
        return ParseOutcome.Done;
    }

    /// <summary>The end of a line at <paramref name="position"/>: LF or CRLF.</summary>
    internal static ParseOutcome EndLine(ReadOnlySpan<byte> bytes, int position, out int consumed)
    {
        consumed = 0;
        var first = bytes[position];
        if (first == ByteClass.Cr)
        {
            position++;
            if (position == bytes.Length)
                return ParseOutcome.NeedMore;
            first = bytes[position];
        }

        consumed = first == ByteClass.Lf ? position + 1 : position;
        return first == ByteClass.Lf ? ParseOutcome.Done : ParseOutcome.Invalid;
    }

    /// <summary>Where in a line without its end the byte is for which it was refused; the line's length if that is its end.</summary>
    public static int FindInvalid(ReadOnlySpan<byte> line)
    {
        var nameLength = line.IndexOfAny(ByteClass.FieldNameEnd);
        if (nameLength < 0)
            return line.Length;
        if (nameLength == 0 || line[nameLength] != ':')
            return nameLength;
        var rest = line[nameLength..].IndexOfAny(ByteClass.FieldValueEnd);
        return rest < 0 ? line.Length : nameLength + rest;
    }

    private static ParseOutcome EndUncommonName(ReadOnlySpan<byte> bytes, ref int nameLength, out int consumed)
    {
        consumed = 0;
        if (nameLength == 0 && bytes[0] is ByteClass.Cr or ByteClass.Lf)
        {
            var empty = EndLine(bytes, 0, out consumed);
            return empty == ParseOutcome.Done ? ParseOutcome.HeadDone : empty;
        }

        var rest = bytes[nameLength..].IndexOfAny(ByteClass.FieldNameEnd);
        if (rest < 0)
            return ParseOutcome.NeedMore;
        nameLength += rest;
        if (nameLength > 0 && bytes[nameLength] == ':')
            return ParseOutcome.Done;
        consumed = nameLength;
        return ParseOutcome.Invalid;
    }

    private static bool IsInvalid(ReadOnlySpan<byte> name, bool allowUnderscores)
    {
        if (!allowUnderscores)
            return true;
        foreach (var value in name)
        {
            if (value != '_' && !ByteClass.FieldName.Contains(value))
                return true;
        }

        return false;
    }
}
