using Engine.Mail.Conf;
using Engine.Mail.Modules.Proxy;
using Engine.Mail.Protocols;
using Engine.Mail.Sessions;

namespace Engine.Mail.Modules.Smtp;

internal sealed class SmtpProtocol : MailProtocol
{
    public override string Name => "smtp";

    internal override IReadOnlyList<int> Ports { get; } = [25, 587, 465];

    /// <summary>Unless <c>proxy_smtp_auth</c> is on, the mail server is only told who the client is.</summary>
    internal override bool NeedsPassword => false;

    internal override object MakeTexts(MailServer server) => new SmtpTexts(SmtpConf.Slot.Of(server), server.Name.ToString());

    internal override int CommandLimit(MailServer server) => (int)SmtpConf.Slot.Of(server).ClientBuffer.Value;

    internal override ClientDialogue CreateDialogue() => new SmtpDialogue();

    internal override UpstreamLogin CreateLogin() => new SmtpLogin();

    internal override long GreetingDelayMs(MailServer server) => SmtpConf.Slot.Of(server).GreetingDelayMs.Value;

    internal override ValueTask Prepare(MailSession session) => ClientHost.Find(session);
}
