using Codec = System.Buffers.Text.Base64;
using UrlCodec = System.Buffers.Text.Base64Url;

namespace Engine.Core.Text;

/// <summary>
/// Base64 as nginx reads it: everything from the first '=' on is ignored, padding may be missing, unused bits of the last character may be set,
/// any other byte is an error.
/// </summary>
public static class Base64Text
{
    private const byte Invalid = 0xFF;

    /// <summary>The value of each character.</summary>
    public static ReadOnlySpan<byte> Standard => StandardValues;

    /// <summary>The same with '-' and '_' (RFC 4648 section 5).</summary>
    public static ReadOnlySpan<byte> Url => UrlValues;

    private static readonly byte[] StandardValues = Values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);
    private static readonly byte[] UrlValues = Values("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    public static int Encode(ReadOnlySpan<byte> text, Span<byte> output, bool isPadded)
    {
        Codec.EncodeToUtf8(text, output, out _, out var written);
        return isPadded ? written : output[..written].TrimEnd((byte)'=').Length;
    }

    public static int EncodeUrl(ReadOnlySpan<byte> text, Span<byte> output)
    {
        UrlCodec.EncodeToUtf8(text, output, out _, out var written);
        return written;
    }

    /// <summary>The length of what was decoded, or -1.</summary>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> output, ReadOnlySpan<byte> values)
    {
        var end = text.IndexOf((byte)'=');
        if (end >= 0)
            text = text[..end];
        if (text.Length % 4 == 1)
            return -1;
        var quartets = text.Length & ~3;
        var written = 0;
        for (var i = 0; i < quartets; i += 4)
        {
            var bits = (values[text[i]] << 18) | (values[text[i + 1]] << 12) | (values[text[i + 2]] << 6) | values[text[i + 3]];
            if (((values[text[i]] | values[text[i + 1]] | values[text[i + 2]] | values[text[i + 3]]) & 0xC0) != 0)
                return -1;
            output[written] = (byte)(bits >> 16);
            output[written + 1] = (byte)(bits >> 8);
            output[written + 2] = (byte)bits;
            written += 3;
        }

        return DecodeTail(text[quartets..], output[written..], values) is var tail and >= 0 ? written + tail : -1;
    }

    /// <summary>What is not of the alphabet is skipped (RFC 2045).</summary>
    public static int DecodeMime(ReadOnlySpan<byte> text, Span<byte> output)
    {
        var end = text.IndexOf((byte)'=');
        if (end >= 0)
            text = text[..end];
        var kept = 0;
        foreach (var character in text)
        {
            if (StandardValues[character] != Invalid)
                output[kept++] = character;
        }

        // Decoding writes behind where it reads.
        return Decode(output[..kept], output, StandardValues);
    }

    /// <summary>The last two or three characters.</summary>
    private static int DecodeTail(ReadOnlySpan<byte> text, Span<byte> output, ReadOnlySpan<byte> values)
    {
        if (text.IsEmpty)
            return 0;
        var third = text.Length > 2 ? values[text[2]] : (byte)0;
        if (((values[text[0]] | values[text[1]] | third) & 0xC0) != 0)
            return -1;
        var first = (byte)((values[text[0]] << 2) | (values[text[1]] >> 4));
        var second = (byte)((values[text[1]] << 4) | (third >> 2));
        output[0] = first;
        if (text.Length == 2)
            return 1;
        output[1] = second;
        return 2;
    }

    private static byte[] Values(ReadOnlySpan<byte> alphabet)
    {
        var values = new byte[256];
        values.AsSpan().Fill(Invalid);
        for (var i = 0; i < alphabet.Length; i++)
            values[alphabet[i]] = (byte)i;
        return values;
    }
}
