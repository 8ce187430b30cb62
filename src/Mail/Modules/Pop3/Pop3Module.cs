using Engine.Core.Conf;
using Engine.Mail.Conf;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Pop3;

/// <summary>ngx_mail_pop3_module: POP3 with clients (RFC 1939, RFC 2449, RFC 5034).</summary>
public sealed class Pop3Module : MailModule
{
    private static readonly (string Word, AuthMethods Value)[] AuthWords =
    [
        ("plain", AuthMethods.Plain), ("apop", AuthMethods.Apop), ("cram-md5", AuthMethods.CramMd5), ("external", AuthMethods.External),
    ];

    public override string Name => "pop3";

    public override void Register(MailModuleTable table)
    {
        var slot = Pop3Conf.Slot;
        table.Slot(slot);
        table.Protocol(new Pop3Protocol());
        table.Add(Take.Bits("pop3_auth", MailModuleTable.MailAndServer, slot, static conf => ref conf.Auth, AuthWords, static (a, b) => a | b, "plain"));
        table.Add(Capabilities.Row("pop3_capabilities", slot, static conf => ref conf.Capabilities, "TOP USER UIDL"));
    }
}
