using System.Net;
using System.Net.Sockets;
using Engine.Core.Conf;

namespace Engine.Core.Net;

/// <summary>The proxies of a level that are believed (<c>set_real_ip_from</c>), while the configuration is read.</summary>
public sealed class TrustedNetworks
{
    private readonly AddressTableBuilder<bool> networks = new();
    private bool includesUnix;

    /// <summary>A network, an address, a host name, or "unix:".</summary>
    public void Read(DirectiveUse use)
    {
        if (use[0] == "unix:")
            includesUnix = true;
        else if (Cidr.TryParse(use[0], out var cidr, out var hasLowBits))
        {
            if (hasLowBits)
                use.Warn($"low address bits of {use[0]} are meaningless");
            networks.Add(cidr.Range, true, 0);
        }
        else
            AddHost(use);
    }

    public AddressSet Build() => new(networks.Build(), includesUnix);

    /// <summary>All addresses of a name.</summary>
    private void AddHost(DirectiveUse use)
    {
        try
        {
            foreach (var address in Dns.GetHostAddresses(use[0]))
            {
                new SocketAddress(address, 0).TryGetNumber(out var number);
                networks.Add(AddressRange.Of(number), true, 0);
            }
        }
        catch (SocketException)
        {
            throw use.Error($"host not found in {use.Name} \"{use[0]}\"");
        }
    }
}
