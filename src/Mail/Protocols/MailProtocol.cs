using Engine.Mail.Conf;
using Engine.Mail.Modules.Proxy;
using Engine.Mail.Sessions;

namespace Engine.Mail.Protocols;

/// <summary>A protocol that clients and mail servers speak: how a client's words are read, what is answered, how a mail server is told who the client is.</summary>
public abstract class MailProtocol
{
    /// <summary>As <c>protocol</c> and Auth-Protocol name it.</summary>
    public abstract string Name { get; }

    /// <summary>The ports that are spoken of as the protocol's own.</summary>
    internal abstract IReadOnlyList<int> Ports { get; }

    /// <summary>A login at a mail server takes a password.</summary>
    internal virtual bool NeedsPassword => true;

    /// <summary>What the protocol says in a server's name; see <see cref="MailServer.Texts"/>.</summary>
    internal abstract object MakeTexts(MailServer server);

    /// <summary>The longest command that a client may send, its line end included.</summary>
    internal abstract int CommandLimit(MailServer server);

    internal abstract ClientDialogue CreateDialogue();

    internal abstract UpstreamLogin CreateLogin();

    /// <summary>How long a client has to wait for the greeting, in silence; 0 for no time.</summary>
    internal virtual long GreetingDelayMs(MailServer server) => 0;

    /// <summary>Before the greeting: finds out what the protocol wants to know of the client.</summary>
    internal virtual ValueTask Prepare(MailSession session) => default;
}
