using System.Globalization;
using Engine.Interop;

namespace Engine.Core.Net;

/// <summary>Consecutive addresses of one family, both ends included.</summary>
public readonly record struct AddressRange(UInt128 First, UInt128 Last, bool IsIPv6)
{
    public static AddressRange AllIPv4 => new(0, uint.MaxValue, false);

    public static AddressRange AllIPv6 => new(0, UInt128.MaxValue, true);

    public static AddressRange Of(NumericAddress address) => new(address.Number, address.Number, address.IsIPv6);

    public bool Contains(NumericAddress address) => address.IsIPv6 == IsIPv6 && address.Number >= First && address.Number <= Last;

    /// <summary>Reads "192.0.2.0-192.0.2.255".</summary>
    public static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !NumericAddress.TryParse(SystemText.Encode(text[..dash]), out var first) || !NumericAddress.TryParse(SystemText.Encode(text[(dash + 1)..]), out var last))
            return false;
        range = new AddressRange(first.Number, last.Number, first.IsIPv6);
        return first.IsIPv6 == last.IsIPv6 && first.Number <= last.Number;
    }
}

/// <summary>An IPv4 or IPv6 network.</summary>
public readonly record struct Cidr(AddressRange Range, int PrefixLength)
{
    /// <summary>Reads "192.0.2.0/24", "2001:db8::/32" or a single address. False when it is none.</summary>
    /// <param name="hasLowBits">Bits behind the prefix were set, and are left out.</param>
    public static bool TryParse(string text, out Cidr cidr, out bool hasLowBits)
    {
        cidr = default;
        hasLowBits = false;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!NumericAddress.TryParse(SystemText.Encode(slash < 0 ? text : text[..slash]), out var address))
            return false;
        var bits = address.IsIPv6 ? 128 : 32;
        var length = bits;
        if (slash >= 0 && !(int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= bits))
            return false;
        var hostBits = bits - length;
        var hostMask = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        hasLowBits = (address.Number & hostMask) != 0;
        cidr = new Cidr(new AddressRange(address.Number & ~hostMask, address.Number | hostMask, address.IsIPv6), length);
        return true;
    }
}
