using Engine.Mail.Conf;
using Engine.Mail.Modules.Proxy;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Imap;

internal sealed class ImapProtocol : MailProtocol
{
    public override string Name => "imap";

    internal override IReadOnlyList<int> Ports { get; } = [143, 993];

    internal override object MakeTexts(MailServer server) => new ImapTexts(ImapConf.Slot.Of(server));

    internal override int CommandLimit(MailServer server) => (int)ImapConf.Slot.Of(server).ClientBuffer.Value;

    internal override ClientDialogue CreateDialogue() => new ImapDialogue();

    internal override UpstreamLogin CreateLogin() => new ImapLogin();
}
