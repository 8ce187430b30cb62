using Engine.Core.Conf;
using Engine.Mail.Conf;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Smtp;

/// <summary>ngx_mail_smtp_module: SMTP with clients (RFC 5321, RFC 4954).</summary>
public sealed class SmtpModule : MailModule
{
    private static readonly (string Word, AuthMethods Value)[] AuthWords =
    [
        ("plain", AuthMethods.Plain), ("login", AuthMethods.Login), ("cram-md5", AuthMethods.CramMd5), ("external", AuthMethods.External), ("none", AuthMethods.None),
    ];

    public override string Name => "smtp";

    public override void Register(MailModuleTable table)
    {
        var slot = SmtpConf.Slot;
        table.Slot(slot);
        table.Protocol(new SmtpProtocol());
        table.Add(Take.Size("smtp_client_buffer", MailModuleTable.MailAndServer, slot, static conf => ref conf.ClientBuffer, "4k|8k"));
        table.Add(Take.Milliseconds("smtp_greeting_delay", MailModuleTable.MailAndServer, slot, static conf => ref conf.GreetingDelayMs, "0"));
        table.Add(Take.Bits("smtp_auth", MailModuleTable.MailAndServer, slot, static conf => ref conf.Auth, AuthWords, static (a, b) => a | b, "plain login"));
        table.Add(Capabilities.Row("smtp_capabilities", slot, static conf => ref conf.Capabilities));
    }
}
