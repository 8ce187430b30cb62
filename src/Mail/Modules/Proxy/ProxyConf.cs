using Engine.Core.Conf;
using Engine.Mail.Conf;

namespace Engine.Mail.Modules.Proxy;

/// <summary>How a mail server is told whose connection it gets.</summary>
internal enum ProxyProtocolUse
{
    Off,
    Text,
    Binary,
}

internal sealed class ProxyConf : IConf<ProxyConf>
{
    public static readonly MailSlot<ProxyConf> Slot = new();

    public Setting<bool> Enabled;
    public Setting<long> Buffer;
    public Setting<long> TimeoutMs;
    public Setting<bool> PassErrorMessage;
    public Setting<bool> Xclient;
    public Setting<bool> SmtpAuth;
    public Setting<ProxyProtocolUse> ProxyProtocol;

    public void MergeFrom(ProxyConf? outer, MailConfiguration configuration)
    {
        Enabled.MergeFrom(outer?.Enabled ?? default, false);
        Buffer.MergeFrom(outer?.Buffer ?? default, Environment.SystemPageSize);
        TimeoutMs.MergeFrom(outer?.TimeoutMs ?? default, 24 * 3600_000);
        PassErrorMessage.MergeFrom(outer?.PassErrorMessage ?? default, false);
        Xclient.MergeFrom(outer?.Xclient ?? default, true);
        SmtpAuth.MergeFrom(outer?.SmtpAuth ?? default, false);
        ProxyProtocol.MergeFrom(outer?.ProxyProtocol ?? default, ProxyProtocolUse.Off);
    }
}
