using Engine.Core.Conf;
using Engine.Core.Net;
using Engine.Mail.Conf;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.RealIp;

/// <summary>ngx_mail_realip_module: the client's address from the PROXY protocol, where a proxy is trusted.</summary>
public sealed class RealIpModule : MailModule
{
    public override string Name => "realip";

    public override void Register(MailModuleTable table)
    {
        table.Slot(RealIpConf.Slot);
        table.Add(Take.Custom("set_real_ip_from", MailModuleTable.MailAndServer, 1, 1, RealIpConf.Slot, static (use, conf) => conf.Read(use)));
    }
}

internal sealed class RealIpConf : IConf<RealIpConf>
{
    public static readonly MailSlot<RealIpConf> Slot = new();

    private TrustedNetworks? networks;
    private AddressSet? trusted;

    public void Read(DirectiveUse use) => (networks ??= new TrustedNetworks()).Read(use);

    public void MergeFrom(RealIpConf? outer, MailConfiguration configuration) => trusted = networks?.Build() ?? outer?.trusted;

    public bool Trusts(SocketAddress proxy) => trusted is not null && trusted.Contains(proxy);
}

internal static class RealIp
{
    /// <summary>Puts the client's address in the place of the proxy's, for the rest of the session.</summary>
    public static void Apply(MailSession session)
    {
        if (session.ProxyProtocol?.Source is { } client && RealIpConf.Slot.Of(session).Trusts(session.Connection.Remote))
            session.Remote = client;
    }
}
