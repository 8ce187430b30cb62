using System.Globalization;
using System.Text;
using Engine.Core.Buffers;

namespace Engine.Core.Net.Resolver;

/// <summary>The name under which an address has its PTR record (RFC 1035 section 3.5, RFC 3596 section 2.5).</summary>
internal static class ReverseName
{
    public static ByteString Of(NumericAddress address)
    {
        var text = new StringBuilder();
        if (address.IsIPv6)
        {
            for (var nibble = 0; nibble < 32; nibble++)
                text.Append(CultureInfo.InvariantCulture, $"{(int)(address.Number >> (4 * nibble)) & 0xF:x}.");
            text.Append("ip6.arpa");
        }
        else
        {
            for (var octet = 0; octet < 4; octet++)
                text.Append(CultureInfo.InvariantCulture, $"{(int)(address.Number >> (8 * octet)) & 0xFF}.");
            text.Append("in-addr.arpa");
        }

        return ByteString.From(text.ToString());
    }
}
