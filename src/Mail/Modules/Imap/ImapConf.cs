using Engine.Core.Conf;
using Engine.Mail.Conf;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Imap;

internal sealed class ImapConf : IConf<ImapConf>
{
    public static readonly MailSlot<ImapConf> Slot = new();

    public Setting<AuthMethods> Auth;
    public Setting<List<string>> Capabilities;
    public Setting<long> ClientBuffer;

    public void MergeFrom(ImapConf? outer, MailConfiguration configuration)
    {
        Auth.MergeFrom(outer?.Auth ?? default, AuthMethods.Plain);
        Capabilities.MergeFrom(outer?.Capabilities ?? default, ["IMAP4", "IMAP4rev1", "UIDPLUS"]);
        ClientBuffer.MergeFrom(outer?.ClientBuffer ?? default, Environment.SystemPageSize);
    }
}
