using Engine.Core.Conf;

namespace Engine.Mail.Conf;

/// <summary>An open block inside <c>mail</c>, or that block itself.</summary>
public sealed class MailScope(ConfContext context, ConfScope? parent, MailConfiguration configuration, MailServer? server) : ConfScope(context, parent)
{
    public MailConfiguration Configuration => configuration;

    /// <summary>The server block around, or null in mail itself.</summary>
    public MailServer? Server => server;

    /// <summary>Where the settings of this level are kept.</summary>
    internal MailServer Level => server ?? configuration.Defaults;

    public static MailScope Of(DirectiveUse use) => (MailScope)use.Scope;
}
