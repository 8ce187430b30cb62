namespace Engine.LuaBridge.Api.Ndk;

/// <summary>Base32 with the extended hex alphabet in lower case (RFC 4648 section 7), padded.</summary>
internal static class Base32Text
{
    private static ReadOnlySpan<byte> Alphabet => "0123456789abcdefghijklmnopqrstuv"u8;

    public static int Encode(ReadOnlySpan<byte> value, Span<byte> output)
    {
        var (bits, count, written) = (0, 0, 0);
        foreach (var next in value)
        {
            bits = (bits << 8) | next;
            for (count += 8; count >= 5; count -= 5)
                output[written++] = Alphabet[(bits >> (count - 5)) & 31];
            bits &= 31;
        }

        if (count > 0)
            output[written++] = Alphabet[(bits << (5 - count)) & 31];
        while (written % 8 != 0)
            output[written++] = (byte)'=';
        return written;
    }

    /// <summary>-1: a character is none of the alphabet.</summary>
    public static int Decode(ReadOnlySpan<byte> value, Span<byte> output)
    {
        var (bits, count, written) = (0, 0, 0);
        foreach (var next in value.TrimEnd((byte)'='))
        {
            var digit = Alphabet.IndexOf((byte)(next | 0x20));
            if (digit < 0)
                return -1;
            bits = ((bits << 5) | digit) & 0xFFF;
            count += 5;
            if (count < 8)
                continue;
            count -= 8;
            output[written++] = (byte)(bits >> count);
        }

        return written;
    }
}
