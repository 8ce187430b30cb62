namespace Engine.LuaBridge.Api.Ndk;

/// <summary>Text as a literal of other languages.</summary>
internal static class QuotedText
{
    public static int Sql(ReadOnlySpan<byte> value, Span<byte> output) => Quote(value, output, (byte)'\'');

    /// <summary>Backslashes are escapes in E'…' only.</summary>
    public static int PostgreSql(ReadOnlySpan<byte> value, Span<byte> output)
    {
        var length = Quote(value, output[1..], (byte)'\'');
        if (!output.Slice(1, length).Contains((byte)'\\'))
        {
            output.Slice(1, length).CopyTo(output);
            return length;
        }

        output[0] = (byte)'E';
        return length + 1;
    }

    /// <summary>null for an empty value.</summary>
    public static int Json(ReadOnlySpan<byte> value, Span<byte> output)
    {
        if (!value.IsEmpty)
            return Quote(value, output, (byte)'"');
        "null"u8.CopyTo(output);
        return 4;
    }

    private static int Quote(ReadOnlySpan<byte> value, Span<byte> output, byte quote)
    {
        var isJson = quote == '"';
        var length = 0;
        output[length++] = quote;
        foreach (var next in value)
        {
            var letter = LetterOf(next, isJson);
            if (letter == 0 && isJson && next < ' ')
            {
                "\\u00"u8.CopyTo(output[length..]);
                output[length + 4] = "0123456789abcdef"u8[next >> 4];
                output[length + 5] = "0123456789abcdef"u8[next & 15];
                length += 6;
                continue;
            }

            if (letter != 0)
                output[length++] = (byte)'\\';
            output[length++] = letter != 0 ? letter : next;
        }

        output[length++] = quote;
        return length;
    }

    /// <summary>What stands behind the backslash; 0: the character needs none.</summary>
    private static byte LetterOf(byte value, bool isJson) => value switch
    {
        (byte)'\b' => (byte)'b',
        (byte)'\t' => (byte)'t',
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        (byte)'\f' when isJson => (byte)'f',
        0 when !isJson => (byte)'0',
        0x1A when !isJson => (byte)'Z',
        (byte)'\'' when !isJson => value,
        (byte)'"' or (byte)'\\' => value,
        _ => 0,
    };
}
