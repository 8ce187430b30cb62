using Engine.Mail.Conf;
using Engine.Mail.Modules.Proxy;
using Engine.Mail.Protocols;

namespace Engine.Mail.Modules.Pop3;

internal sealed class Pop3Protocol : MailProtocol
{
    /// <summary>As nginx has it; RFC 2449 section 4 asks for twice as much, of names and passwords that are never that long.</summary>
    private const int MaxCommand = 128;

    public override string Name => "pop3";

    internal override IReadOnlyList<int> Ports { get; } = [110, 995];

    internal override object MakeTexts(MailServer server) => new Pop3Texts(Pop3Conf.Slot.Of(server));

    internal override int CommandLimit(MailServer server) => MaxCommand;

    internal override ClientDialogue CreateDialogue() => new Pop3Dialogue();

    internal override UpstreamLogin CreateLogin() => new Pop3Login();
}
