using System.Net;
using System.Net.Sockets;
using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Http.Conf;

namespace Engine.Http.Modules.RealIp;

public sealed class RealIpConf : IConf<RealIpConf>
{
    public static readonly LocationSlot<RealIpConf> Slot = new();

    private static readonly ByteString DefaultHeader = ByteString.Copy("X-Real-IP"u8);

    public Setting<ByteString> Header;
    public Setting<bool> Recursive;

    private AddressTableBuilder<bool>? networks;
    private bool includesUnix;

    /// <summary>The trusted proxies; null when there are none.</summary>
    internal AddressSet? From { get; private set; }

    /// <summary>The address comes from the PROXY protocol instead of a field.</summary>
    internal bool UsesProxyProtocol { get; private set; }

    /// <summary>Of this field all lines are one list; of others the first line counts.</summary>
    internal bool IsForwardedFor { get; private set; }

    public static void ReadFrom(DirectiveUse use, RealIpConf conf)
    {
        conf.networks ??= new AddressTableBuilder<bool>();
        if (use[0] == "unix:")
            conf.includesUnix = true;
        else if (Cidr.TryParse(use[0], out var cidr, out var hasLowBits))
        {
            if (hasLowBits)
                use.Warn($"low address bits of {use[0]} are meaningless");
            conf.networks.Add(cidr.Range, true, 0);
        }
        else
            conf.AddHost(use);
    }

    public void MergeFrom(RealIpConf? outer, HttpConfiguration configuration)
    {
        From = networks is null ? outer?.From : new AddressSet(networks.Build(), includesUnix);
        Header.MergeFrom(outer?.Header ?? default, DefaultHeader);
        Recursive.MergeFrom(outer?.Recursive ?? default, false);
        IsForwardedFor = Header.Value.EqualsIgnoreCase("X-Forwarded-For"u8);
        UsesProxyProtocol = Header.Value.Equals("proxy_protocol"u8);
    }

    /// <summary>All addresses of a name.</summary>
    private void AddHost(DirectiveUse use)
    {
        try
        {
            foreach (var address in Dns.GetHostAddresses(use[0]))
            {
                new Engine.Core.Net.SocketAddress(address, 0).TryGetNumber(out var number);
                networks!.Add(AddressRange.Of(number), true, 0);
            }
        }
        catch (SocketException)
        {
            throw use.Error($"host not found in set_real_ip_from \"{use[0]}\"");
        }
    }
}
