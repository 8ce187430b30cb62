using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using Engine.Core.Buffers;

namespace Engine.Core.Net.ProxyProtocol;

public enum ProxyProtocolOutcome
{
    /// <summary>All right so far, but not complete.</summary>
    NeedMore,

    Done,

    /// <summary>No PROXY protocol header, or a malformed one.</summary>
    Invalid,
}

/// <summary>
/// The header that stands before a connection's first byte (haproxy.org, "The PROXY protocol", versions 1 and 2). Version 2 may carry addresses
/// and vectors up to <see cref="MaxLength"/> octets altogether.
/// </summary>
public static class ProxyProtocolParser
{
    public const int MaxLength = 4096;

    /// <summary>Of version 1, line end included.</summary>
    public const int MaxTextLength = 107;
    private const int BinaryHead = 16;
    private const byte Version2 = 0x20;
    private const byte ProxyCommand = 1;
    private const byte StreamIPv4 = 0x11;
    private const byte StreamIPv6 = 0x21;

    private static readonly SearchValues<byte> LineEnd = SearchValues.Create("\r\n"u8);

    private static ReadOnlySpan<byte> TextSignature => "PROXY "u8;

    internal static ReadOnlySpan<byte> BinarySignature => "\r\n\r\n\0\r\nQUIT\n"u8;

    /// <param name="consumed">When done: the length of the header.</param>
    public static ProxyProtocolOutcome Parse(ReadOnlySpan<byte> bytes, out ProxyProtocolHeader? header, out int consumed)
    {
        header = null;
        consumed = 0;
        if (Begins(bytes, BinarySignature))
            return bytes.Length < BinaryHead ? ProxyProtocolOutcome.NeedMore : ParseBinary(bytes, ref header, ref consumed);
        return Begins(bytes, TextSignature) ? ParseText(bytes, ref header, ref consumed) : ProxyProtocolOutcome.Invalid;
    }

    private static bool Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        var length = Math.Min(bytes.Length, signature.Length);
        return bytes[..length].SequenceEqual(signature[..length]);
    }

    /// <summary>"PROXY TCP4 192.0.2.1 192.0.2.2 123 80", or "PROXY UNKNOWN" with anything behind it.</summary>
    private static ProxyProtocolOutcome ParseText(ReadOnlySpan<byte> bytes, ref ProxyProtocolHeader? header, ref int consumed)
    {
        // Not only at the line's end: what is no header may go on with a silence.
        var family = bytes[Math.Min(bytes.Length, TextSignature.Length)..];
        if (!Begins(family, "UNKNOWN"u8) && !Begins(family, "TCP4 "u8) && !Begins(family, "TCP6 "u8))
            return ProxyProtocolOutcome.Invalid;
        var limited = bytes[..Math.Min(bytes.Length, MaxTextLength)];
        var end = limited.IndexOfAny(LineEnd);
        if (end < 0 || (end == bytes.Length - 1 && bytes[end] == '\r' && bytes.Length < MaxTextLength))
            return bytes.Length < MaxTextLength ? ProxyProtocolOutcome.NeedMore : ProxyProtocolOutcome.Invalid;
        if (end + 1 >= limited.Length || limited[end] != '\r' || limited[end + 1] != '\n')
            return ProxyProtocolOutcome.Invalid;
        consumed = end + 2;
        var text = limited[TextSignature.Length..end];
        if (text.StartsWith("UNKNOWN"u8) && (text.Length == 7 || text[7] == ' '))
            header = new ProxyProtocolHeader();
        else if (text.StartsWith("TCP4 "u8) || text.StartsWith("TCP6 "u8))
            header = ParseAddresses(text[5..], isIPv6: text[3] == '6');
        return header is null ? ProxyProtocolOutcome.Invalid : ProxyProtocolOutcome.Done;
    }

    private static ProxyProtocolHeader? ParseAddresses(ReadOnlySpan<byte> text, bool isIPv6)
    {
        Span<Range> words = stackalloc Range[5];
        var count = 0;
        foreach (var word in text.Split((byte)' '))
        {
            if (count == words.Length)
                return null;
            words[count++] = word;
        }

        if (count != 4 || !TryReadPort(text[words[2]], out var sourcePort) || !TryReadPort(text[words[3]], out var destinationPort))
            return null;
        if (!NumericAddress.TryParse(text[words[0]], out var source) || !NumericAddress.TryParse(text[words[1]], out var destination))
            return null;
        if (source.IsIPv6 != isIPv6 || destination.IsIPv6 != isIPv6)
            return null;
        return new ProxyProtocolHeader { Source = SocketAddress.Of(source, sourcePort), Destination = SocketAddress.Of(destination, destinationPort) };
    }

    private static bool TryReadPort(ReadOnlySpan<byte> text, out int port)
    {
        port = 0;
        return text.Length is > 0 and <= 5 && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(text, out port, out _) && port <= 65535;
    }

    private static ProxyProtocolOutcome ParseBinary(ReadOnlySpan<byte> bytes, ref ProxyProtocolHeader? header, ref int consumed)
    {
        var length = BinaryHead + BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        if ((bytes[12] & 0xF0) != Version2 || (bytes[12] & 0xF) > ProxyCommand || length > MaxLength)
            return ProxyProtocolOutcome.Invalid;
        if (bytes.Length < length)
            return ProxyProtocolOutcome.NeedMore;
        consumed = length;
        header = ParsePayload(bytes[BinaryHead..length], isProxied: (bytes[12] & 0xF) == ProxyCommand, bytes[13]);
        return header is null ? ProxyProtocolOutcome.Invalid : ProxyProtocolOutcome.Done;
    }

    /// <summary>Of other families and of the proxy's own connections nothing is taken.</summary>
    private static ProxyProtocolHeader? ParsePayload(ReadOnlySpan<byte> payload, bool isProxied, byte family)
    {
        if (!isProxied || family is not StreamIPv4 and not StreamIPv6)
            return new ProxyProtocolHeader();
        var size = family == StreamIPv4 ? 4 : 16;
        var addresses = 2 * size + 4;
        if (payload.Length < addresses)
            return null;
        return new ProxyProtocolHeader
        {
            Source = Address(payload[..size], payload[(2 * size)..]),
            Destination = Address(payload.Slice(size, size), payload[(2 * size + 2)..]),
            Vectors = ByteString.Copy(payload[addresses..]),
        };
    }

    private static SocketAddress Address(ReadOnlySpan<byte> octets, ReadOnlySpan<byte> port)
    {
        var number = octets.Length == 4
            ? new NumericAddress(BinaryPrimitives.ReadUInt32BigEndian(octets), false)
            : new NumericAddress(BinaryPrimitives.ReadUInt128BigEndian(octets), true);
        return SocketAddress.Of(number, BinaryPrimitives.ReadUInt16BigEndian(port));
    }
}
