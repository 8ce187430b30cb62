using System.Buffers.Text;

namespace Engine.Core.Net;

/// <summary>An IPv4 or IPv6 address as a number: compared, looked up and read from text without allocating.</summary>
public readonly record struct NumericAddress(UInt128 Number, bool IsIPv6)
{
    /// <summary>255.255.255.255: what nginx takes for an address that is none.</summary>
    public static NumericAddress None => new(uint.MaxValue, false);

    /// <summary>An IPv4 address mapped into IPv6 as the IPv4 address.</summary>
    public NumericAddress Unmapped => IsIPv6 && Number >> 32 == 0xFFFF ? new NumericAddress((uint)Number, false) : this;

    /// <summary>Reads "192.0.2.1" or "2001:db8::1".</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out NumericAddress address)
    {
        var isIPv6 = text.Contains((byte)':');
        UInt128 number;
        if (isIPv6 ? !TryParseIPv6(text, out number) : !TryParseIPv4(text, out number))
        {
            address = default;
            return false;
        }

        address = new NumericAddress(number, isIPv6);
        return true;
    }

    /// <summary>The same with an optional port, IPv6 in brackets then: "192.0.2.1:80", "[2001:db8::1]:80". Without a port it is 0.</summary>
    public static bool TryParseWithPort(ReadOnlySpan<byte> text, out NumericAddress address, out int port)
    {
        port = 0;
        if (TryParse(text, out address))
            return true;
        var isBracketed = text is [(byte)'[', ..];
        var colon = isBracketed ? text.IndexOf((byte)']') + 1 : text.IndexOf((byte)':');
        if (colon <= 0 || colon >= text.Length || text[colon] != ':')
            return false;
        if (!Utf8Parser.TryParse(text[(colon + 1)..], out port, out var used) || used != text.Length - colon - 1 || port is < 1 or > 65535 || !char.IsAsciiDigit((char)text[colon + 1]))
            return false;
        return TryParse(isBracketed ? text[1..(colon - 1)] : text[..colon], out address);
    }

    /// <summary>Four decimal numbers.</summary>
    private static bool TryParseIPv4(ReadOnlySpan<byte> text, out UInt128 number)
    {
        number = 0;
        var result = 0u;
        for (var part = 0; part < 4; part++)
        {
            var end = part < 3 ? text.IndexOf((byte)'.') : text.Length;
            if (end is < 1 or > 3)
                return false;
            var value = 0u;
            foreach (var digit in text[..end])
            {
                if (!char.IsAsciiDigit((char)digit))
                    return false;
                value = value * 10 + digit - '0';
            }

            if (value > 255)
                return false;
            result = (result << 8) | value;
            text = text[Math.Min(end + 1, text.Length)..];
        }

        number = result;
        return true;
    }

    /// <summary>RFC 4291 section 2.2: groups, one "::", the last two groups perhaps as IPv4.</summary>
    private static bool TryParseIPv6(ReadOnlySpan<byte> text, out UInt128 number)
    {
        number = 0;
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
            return TryParseGroups(text, out number, out var count) && count == 8;
        if (!TryParseGroups(text[..gap], out var high, out var before) || !TryParseGroups(text[(gap + 2)..], out var low, out var after) || before + after > 7)
            return false;
        number = (before == 0 ? 0 : high << (16 * (8 - before))) | low;
        return true;
    }

    private static bool TryParseGroups(ReadOnlySpan<byte> text, out UInt128 number, out int count)
    {
        number = 0;
        count = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)':');
            var group = end < 0 ? text : text[..end];
            if (end < 0 && group.Contains((byte)'.'))
            {
                count += 2;
                var isRead = TryParseIPv4(group, out var v4);
                number = (number << 32) | v4;
                return isRead && count <= 8;
            }

            if (group.Length is < 1 or > 4 || !Utf8Parser.TryParse(group, out ushort value, out var used, 'x') || used != group.Length || ++count > 8 || end == text.Length - 1)
                return false;
            number = (number << 16) | value;
            text = end < 0 ? default : text[(end + 1)..];
        }

        return true;
    }
}
