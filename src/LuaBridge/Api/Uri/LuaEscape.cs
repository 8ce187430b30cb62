using System.Buffers;

namespace Engine.LuaBridge.Api.Uri;

/// <summary>
/// ngx.escape_uri with its types: 2, a component, unless it is told another. They are nginx's of old and differ in part from what nginx itself
/// escapes now.
/// </summary>
internal static class LuaEscape
{
    /// <summary>The type that ngx.escape_uri takes when it is told none.</summary>
    public const int Component = 2;
    public const int LastType = 6;

    private static readonly SearchValues<byte>[] Types =
    [
        Escaped(" #%?"u8, high: true),
        Escaped(" #%+?"u8, high: true),
        SearchValues.Create([.. Enumerable.Range(0, 256).Select(static value => (byte)value)
            .Where(static value => !char.IsAsciiLetterOrDigit((char)value) && !"-_.!~*'()"u8.Contains(value))]),
        Escaped(" \"#%'"u8, high: true),
        Escaped(" \"'"u8, high: true),
        Escaped(" %"u8, high: false),
        Escaped(" %"u8, high: false),
    ];

    /// <summary>How many bytes stand in front of the first that has to be escaped; -1 when there is none.</summary>
    public static int PlainLength(ReadOnlySpan<byte> text, int type) => text.IndexOfAny(Types[type]);

    /// <summary>The length of the escaped text.</summary>
    public static long Length(ReadOnlySpan<byte> text, int type)
    {
        var escaped = Types[type];
        long length = text.Length;
        foreach (var value in text)
        {
            if (escaped.Contains(value))
                length += 2;
        }

        return length;
    }

    /// <summary>Writes the text behind its first <paramref name="plain"/> bytes, which need no escape, with escapes. The length of the whole.</summary>
    /// <param name="output">At least as long as the escaped text.</param>
    public static int Write(ReadOnlySpan<byte> text, int plain, Span<byte> output, int type)
    {
        text[..plain].CopyTo(output);
        var escaped = Types[type];
        var digits = "0123456789ABCDEF"u8;
        var written = plain;
        // Escapes stand close to each other: to look for the next one costs more than to look at each byte.
        foreach (var value in text[plain..])
        {
            if (!escaped.Contains(value))
            {
                output[written++] = value;
                continue;
            }

            output[written] = (byte)'%';
            output[written + 1] = digits[value >> 4];
            output[written + 2] = digits[value & 15];
            written += 3;
        }

        return written;
    }

    private static SearchValues<byte> Escaped(ReadOnlySpan<byte> printable, bool high) => SearchValues.Create(
        [.. printable, .. Enumerable.Range(0, 32).Select(static value => (byte)value), .. Enumerable.Range(0x7F, high ? 0x81 : 0).Select(static value => (byte)value)]);
}
