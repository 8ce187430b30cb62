namespace Engine.Http.Parsing;

internal static class HexDigit
{
    /// <summary>The value of a hexadecimal digit, -1 for any other byte.</summary>
    public static int Value(byte digit)
    {
        if (ByteClass.IsDigit(digit))
            return digit - '0';
        var letter = (digit | 0x20) - 'a';
        return (uint)letter < 6 ? letter + 10 : -1;
    }

    /// <summary>The byte that the digits behind '%' at <paramref name="position"/> stand for, -1 when they are none.</summary>
    public static int EscapedByte(ReadOnlySpan<byte> bytes, int position)
    {
        if (position + 2 >= bytes.Length)
            return -1;
        var high = Value(bytes[position + 1]);
        var low = Value(bytes[position + 2]);
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }
}
