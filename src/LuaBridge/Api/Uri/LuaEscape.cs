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

    public static long Length(ReadOnlySpan<byte> text, int type)
    {
        var escaped = Types[type];
        long length = text.Length;
        while (text.IndexOfAny(escaped) is var distance and >= 0)
        {
            length += 2;
            text = text[(distance + 1)..];
        }

        return length;
    }

    public static void Write(ReadOnlySpan<byte> text, Span<byte> output, int type)
    {
        var escaped = Types[type];
        while (text.IndexOfAny(escaped) is var distance and >= 0)
        {
            text[..distance].CopyTo(output);
            output[distance] = (byte)'%';
            output[distance + 1] = "0123456789ABCDEF"u8[text[distance] >> 4];
            output[distance + 2] = "0123456789ABCDEF"u8[text[distance] & 15];
            output = output[(distance + 3)..];
            text = text[(distance + 1)..];
        }

        text.CopyTo(output);
    }

    private static SearchValues<byte> Escaped(ReadOnlySpan<byte> printable, bool high) => SearchValues.Create(
        [.. printable, .. Enumerable.Range(0, 32).Select(static value => (byte)value), .. Enumerable.Range(0x7F, high ? 0x81 : 0).Select(static value => (byte)value)]);
}
