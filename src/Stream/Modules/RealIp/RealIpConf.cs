using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.RealIp;

/// <summary><c>set_real_ip_from</c>.</summary>
public sealed class RealIpConf : IConf<RealIpConf>
{
    public static readonly StreamServerSlot<RealIpConf> Slot = new();

    private TrustedNetworks? networks;

    /// <summary>The trusted proxies; null when there are none.</summary>
    internal AddressSet? From { get; private set; }

    public static void ReadFrom(DirectiveUse use, RealIpConf conf) => (conf.networks ??= new TrustedNetworks()).Read(use);

    public void MergeFrom(RealIpConf? outer, StreamConfiguration configuration) => From = networks?.Build() ?? outer?.From;
}
