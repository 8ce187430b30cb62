using System.Text;

namespace Engine.Http.Parsing;

/// <summary>Values of the fields that decide where a message ends and whom it is for. Nothing is guessed: what is unusual is refused.</summary>
public static class RequestFraming
{
    [Flags]
    public enum ConnectionTokens
    {
        None = 0,
        Close = 1,
        KeepAlive = 2,
        Upgrade = 4,
    }

    /// <summary>Digits only (RFC 9110, 8.6): no sign, no list of equal values, no number above 2⁶³-1.</summary>
    public static bool TryParseContentLength(ReadOnlySpan<byte> value, out long length)
    {
        length = 0;
        foreach (var digit in value)
        {
            if (!ByteClass.IsDigit(digit) || length > (long.MaxValue - (digit - '0')) / 10)
            {
                length = 0;
                return false;
            }

            length = (length * 10) + digit - '0';
        }

        return !value.IsEmpty;
    }

    /// <summary>The tokens of a Connection field that the server acts on (RFC 9110, 7.6.1).</summary>
    public static ConnectionTokens ParseConnection(ReadOnlySpan<byte> value)
    {
        if (!value.Contains((byte)','))
            return TokenOf(value);
        var tokens = ConnectionTokens.None;
        foreach (var range in value.Split((byte)','))
            tokens |= TokenOf(value[range]);
        return tokens;
    }

    private static ConnectionTokens TokenOf(ReadOnlySpan<byte> text)
    {
        // As nearly all are written.
        if (text.SequenceEqual("keep-alive"u8))
            return ConnectionTokens.KeepAlive;
        if (text.SequenceEqual("close"u8))
            return ConnectionTokens.Close;
        var token = text.Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(token, "keep-alive"u8))
            return ConnectionTokens.KeepAlive;
        if (Ascii.EqualsIgnoreCase(token, "close"u8))
            return ConnectionTokens.Close;
        return Ascii.EqualsIgnoreCase(token, "upgrade"u8) ? ConnectionTokens.Upgrade : ConnectionTokens.None;
    }

    /// <summary>Whether Transfer-Encoding is exactly "chunked"; of any other coding the end of the content is not known (501).</summary>
    public static bool IsChunked(ReadOnlySpan<byte> transferEncoding) => Ascii.EqualsIgnoreCase(transferEncoding, "chunked"u8);

    /// <summary>
    /// Takes host[:port] apart (RFC 3986, 3.2.2): the host in lower case, without port and without the dot at its end.
    /// The port is 0 when there is none. <paramref name="destination"/> needs the length of <paramref name="value"/>.
    /// </summary>
    public static bool TryParseHost(ReadOnlySpan<byte> value, Span<byte> destination, out int length, out int port)
    {
        port = 0;
        var isLiteral = !value.IsEmpty && value[0] == '[';
        length = isLiteral ? IpLiteralLength(value) : RegisteredNameLength(value);
        if (length <= 0 || length > destination.Length || !TryParsePort(value[length..], out port))
            return false;
        var host = value[..length];
        if (host.IndexOf(".."u8) >= 0)
            return false;
        if (host[^1] == '.')
            length--;
        Ascii.ToLower(host[..length], destination, out _);
        return length > 0;
    }

    private static int IpLiteralLength(ReadOnlySpan<byte> value)
    {
        var inside = value[1..].IndexOfAnyExcept(ByteClass.IpLiteral);
        return inside > 0 && value[inside + 1] == ']' ? inside + 2 : -1;
    }

    /// <summary>The bytes before the colon or the end, -1 when one of them cannot be in a host.</summary>
    private static int RegisteredNameLength(ReadOnlySpan<byte> value)
    {
        var position = 0;
        while (true)
        {
            var distance = value[position..].IndexOfAnyExcept(ByteClass.RegisteredName);
            if (distance < 0)
                return value.Length;
            position += distance;
            if (value[position] == ':')
                return position;
            if (value[position] != '%' || HexDigit.EscapedByte(value, position) < 0)
                return -1;
            position += 3;
        }
    }

    private static bool TryParsePort(ReadOnlySpan<byte> value, out int port)
    {
        port = 0;
        if (value.IsEmpty)
            return true;
        if (value[0] != ':')
            return false;
        foreach (var digit in value[1..])
        {
            if (!ByteClass.IsDigit(digit))
                return false;
            port = (port * 10) + digit - '0';
            if (port > ushort.MaxValue)
                return false;
        }

        return true;
    }
}
