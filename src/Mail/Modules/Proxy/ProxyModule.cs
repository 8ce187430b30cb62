using Engine.Core.Conf;
using Engine.Mail.Conf;

namespace Engine.Mail.Modules.Proxy;

/// <summary>ngx_mail_proxy_module: the login at the mail server, and the relay behind it.</summary>
public sealed class ProxyModule : MailModule
{
    private static readonly (string Word, ProxyProtocolUse Value)[] ProxyProtocolWords =
    [
        ("off", ProxyProtocolUse.Off), ("on", ProxyProtocolUse.Text), ("v2", ProxyProtocolUse.Binary),
    ];

    public override string Name => "proxy";

    public override void Register(MailModuleTable table)
    {
        var slot = ProxyConf.Slot;
        const ConfContext anywhere = MailModuleTable.MailAndServer;
        table.Slot(slot);
        table.Add(Take.Flag("proxy", anywhere, slot, static conf => ref conf.Enabled, "off", "no difference: a login leads nowhere but to a mail server"));
        table.Add(Take.Size("proxy_buffer", anywhere, slot, static conf => ref conf.Buffer, "4k|8k"));
        table.Add(Take.Milliseconds("proxy_timeout", anywhere, slot, static conf => ref conf.TimeoutMs, "24h"));
        table.Add(Take.Flag("proxy_pass_error_message", anywhere, slot, static conf => ref conf.PassErrorMessage, "off"));
        table.Add(Take.Flag("xclient", anywhere, slot, static conf => ref conf.Xclient, "on"));
        table.Add(Take.Flag("proxy_smtp_auth", anywhere, slot, static conf => ref conf.SmtpAuth, "off"));
        table.Add(Take.Enum("proxy_protocol", anywhere, slot, static conf => ref conf.ProxyProtocol, ProxyProtocolWords, "off"));
    }
}
