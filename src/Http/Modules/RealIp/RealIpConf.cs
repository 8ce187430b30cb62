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

    private TrustedNetworks? networks;

    /// <summary>The trusted proxies; null when there are none.</summary>
    internal AddressSet? From { get; private set; }

    /// <summary>The address comes from the PROXY protocol instead of a field.</summary>
    internal bool UsesProxyProtocol { get; private set; }

    /// <summary>Of this field all lines are one list; of others the first line counts.</summary>
    internal bool IsForwardedFor { get; private set; }

    public static void ReadFrom(DirectiveUse use, RealIpConf conf) => (conf.networks ??= new TrustedNetworks()).Read(use);

    public void MergeFrom(RealIpConf? outer, HttpConfiguration configuration)
    {
        From = networks?.Build() ?? outer?.From;
        Header.MergeFrom(outer?.Header ?? default, DefaultHeader);
        Recursive.MergeFrom(outer?.Recursive ?? default, false);
        IsForwardedFor = Header.Value.EqualsIgnoreCase("X-Forwarded-For"u8);
        UsesProxyProtocol = Header.Value.Equals("proxy_protocol"u8);
    }
}
