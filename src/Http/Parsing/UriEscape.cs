using System.Buffers;

namespace Engine.Http.Parsing;

/// <summary>Where the escaped text goes, which decides what must be escaped.</summary>
public enum EscapeKind
{
    /// <summary>The path of a URI: proxy_pass with a changed URI, redirects to directories.</summary>
    Uri,

    /// <summary>Arguments: captures of rewrite behind a '?'.</summary>
    Args,

    /// <summary>One component: all but letters, digits and "-._~". ngx.escape_uri, autoindex, client certificates.</summary>
    UriComponent,

    /// <summary>A URI in an attribute of SSI's echo.</summary>
    Html,

    /// <summary>The URI of a Refresh (msie_refresh); existing escapes stay.</summary>
    Refresh,

    /// <summary>A key of memcached's text protocol.</summary>
    Memcached,

    /// <summary>ngx.escape_uri with type 0: a full URI.</summary>
    FullUri,
}

public enum UnescapeKind
{
    /// <summary>Every %XX.</summary>
    All,

    /// <summary>What a redirect may show plainly, up to the first '?', plain or escaped (redirects of rewrite).</summary>
    Redirect,

    /// <summary>Every %XX, and '+' for a space: ngx.unescape_uri, ngx.req.get_uri_args.</summary>
    Component,
}

/// <summary>Percent-encoding as nginx and OpenResty do it. Incomplete escapes are left as they are.</summary>
public static class UriEscape
{
    /// <summary>A byte becomes at most this many.</summary>
    public const int MaxExpansion = 3;

    private static readonly SearchValues<byte> Uri = Escaped(" \"#%<>?\\^`{|}"u8);
    private static readonly SearchValues<byte> Args = Escaped(" \"#%&+;<>?\\^`{|}"u8);
    private static readonly SearchValues<byte> Html = Escaped(" \"#%'<>\\^`{|}"u8);
    private static readonly SearchValues<byte> Refresh = Escaped(" \"'<>\\^`{|}"u8);
    private static readonly SearchValues<byte> FullUri = Escaped(" #%?"u8);
    private static readonly SearchValues<byte> Memcached = SearchValues.Create([.. Range(0, 32), (byte)' ', (byte)'%']);
    private static readonly SearchValues<byte> UriComponent = SearchValues.Create(
        [.. Range(0, 256).Where(static value => !char.IsAsciiLetterOrDigit((char)value) && !"-._~"u8.Contains(value))]);

    /// <summary>The length of the escaped text.</summary>
    public static int Length(ReadOnlySpan<byte> text, EscapeKind kind)
    {
        var escaped = Set(kind);
        var length = text.Length;
        while (true)
        {
            var distance = text.IndexOfAny(escaped);
            if (distance < 0)
                return length;
            length += MaxExpansion - 1;
            text = text[(distance + 1)..];
        }
    }

    public static bool IsNeeded(ReadOnlySpan<byte> text, EscapeKind kind) => text.ContainsAny(Set(kind));

    /// <summary>Writes the escaped text and returns its length; <paramref name="destination"/> needs <see cref="Length"/> bytes.</summary>
    public static int Escape(ReadOnlySpan<byte> text, Span<byte> destination, EscapeKind kind)
    {
        var escaped = Set(kind);
        var written = 0;
        while (true)
        {
            var distance = text.IndexOfAny(escaped);
            var plain = distance < 0 ? text : text[..distance];
            plain.CopyTo(destination[written..]);
            written += plain.Length;
            if (distance < 0)
                return written;
            destination[written++] = (byte)'%';
            destination[written++] = "0123456789ABCDEF"u8[text[distance] >> 4];
            destination[written++] = "0123456789ABCDEF"u8[text[distance] & 0xF];
            text = text[(distance + 1)..];
        }
    }

    /// <summary>
    /// Writes the unescaped text and returns its length, at most that of <paramref name="text"/>.
    /// <paramref name="destination"/> may be the very memory of <paramref name="text"/>.
    /// </summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> destination, UnescapeKind kind)
    {
        var written = 0;
        while (true)
        {
            var distance = text.IndexOfAny((byte)'%', (byte)'+', (byte)'?');
            var plain = distance < 0 ? text : text[..distance];
            plain.CopyTo(destination[written..]);
            written += plain.Length;
            if (distance < 0)
                return written;
            var value = UnescapeOne(text, distance, kind, out var length);
            destination[written++] = value;
            text = text[(distance + length)..];
            if (value == '?' && kind == UnescapeKind.Redirect)
            {
                text.CopyTo(destination[written..]);
                return written + text.Length;
            }
        }
    }

    /// <summary>The byte that the '%', '+' or '?' at <paramref name="position"/> stands for, and how many bytes do.</summary>
    private static byte UnescapeOne(ReadOnlySpan<byte> text, int position, UnescapeKind kind, out int length)
    {
        length = 1;
        var value = text[position];
        if (value == '+')
            return kind == UnescapeKind.Component ? (byte)' ' : value;
        var escaped = value == '%' ? HexDigit.EscapedByte(text, position) : -1;
        if (escaped < 0 || (kind == UnescapeKind.Redirect && !IsPlainInRedirect(escaped)))
            return value;
        length = 3;
        return (byte)escaped;
    }

    private static bool IsPlainInRedirect(int value) => value is > '%' and < 0x7F;

    private static SearchValues<byte> Set(EscapeKind kind) => kind switch
    {
        EscapeKind.Uri => Uri,
        EscapeKind.Args => Args,
        EscapeKind.Html => Html,
        EscapeKind.Refresh => Refresh,
        EscapeKind.Memcached => Memcached,
        EscapeKind.FullUri => FullUri,
        _ => UriComponent,
    };

    private static SearchValues<byte> Escaped(ReadOnlySpan<byte> printable) =>
        SearchValues.Create([.. printable, .. Range(0, 32), .. Range(0x7F, 0x81)]);

    private static IEnumerable<byte> Range(int start, int count) => Enumerable.Range(start, count).Select(static value => (byte)value);
}
