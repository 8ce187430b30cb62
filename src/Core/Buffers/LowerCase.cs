using Engine.Interop;

namespace Engine.Core.Buffers;

/// <summary>ASCII lower case over bytes of any value.</summary>
public static class LowerCase
{
    /// <summary>Copies with A-Z as a-z; other bytes, those above 127 too, stay.</summary>
    public static void Copy(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        for (var i = 0; i < source.Length; i++)
            destination[i] = Of(source[i]);
    }

    /// <summary>The bytes of a word of the configuration in lower case.</summary>
    public static ByteString From(string text)
    {
        var bytes = SystemText.Encode(text);
        Copy(bytes, bytes);
        return new ByteString(bytes);
    }

    public static byte Of(byte value) => (uint)(value - 'A') <= 'Z' - 'A' ? (byte)(value | 0x20) : value;
}
