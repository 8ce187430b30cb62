using Engine.Core.Conf;
using Engine.Mail.Conf;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Imap;

/// <summary>ngx_mail_imap_module: IMAP with clients (RFC 3501).</summary>
public sealed class ImapModule : MailModule
{
    private static readonly (string Word, AuthMethods Value)[] AuthWords =
    [
        ("plain", AuthMethods.Plain), ("login", AuthMethods.Login), ("cram-md5", AuthMethods.CramMd5), ("external", AuthMethods.External),
    ];

    public override string Name => "imap";

    public override void Register(MailModuleTable table)
    {
        var slot = ImapConf.Slot;
        table.Slot(slot);
        table.Protocol(new ImapProtocol());
        table.Add(Take.Size("imap_client_buffer", MailModuleTable.MailAndServer, slot, static conf => ref conf.ClientBuffer, "4k|8k"));
        table.Add(Take.Bits("imap_auth", MailModuleTable.MailAndServer, slot, static conf => ref conf.Auth, AuthWords, static (a, b) => a | b, "plain"));
        table.Add(Capabilities.Row("imap_capabilities", slot, static conf => ref conf.Capabilities, "IMAP4 IMAP4rev1 UIDPLUS"));
    }
}
