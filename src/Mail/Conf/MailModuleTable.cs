using Engine.Core.Conf;
using Engine.Mail.Protocols;

namespace Engine.Mail.Conf;

/// <summary>What the modules of mail register: directives, places for settings, protocols.</summary>
public sealed class MailModuleTable(DirectiveTable directives)
{
    /// <summary>Where most directives of mail stand.</summary>
    internal const ConfContext MailAndServer = ConfContext.Mail | ConfContext.MailServer;

    private readonly List<ConfSlot<MailConfiguration>> slots = [];
    private readonly List<MailProtocol> protocols = [];

    internal IReadOnlyList<ConfSlot<MailConfiguration>> Slots => slots;

    public void Add(Directive directive) => directives.Add(directive);

    public void Slot<TConf>(MailSlot<TConf> slot) where TConf : class, IConf<TConf>, new() => slots.Add(slot);

    public void Protocol(MailProtocol protocol) => protocols.Add(protocol);

    internal MailProtocol? FindProtocol(string name) => protocols.Find(protocol => protocol.Name == name);

    /// <summary>The protocol that is spoken on a port by common agreement, if any.</summary>
    internal MailProtocol? FindProtocol(int port) => protocols.Find(protocol => protocol.Ports.Contains(port));
}
