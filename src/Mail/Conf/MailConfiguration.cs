using Engine.Core.Modules;
using Engine.Mail.Listening;

namespace Engine.Mail.Conf;

/// <summary>The mail block of one loaded configuration.</summary>
public sealed class MailConfiguration
{
    internal MailConfiguration(Cycle cycle, MailModuleTable modules)
    {
        Cycle = cycle;
        Modules = modules;
        Defaults = new MailServer("", 0);
    }

    public Cycle Cycle { get; }

    internal MailModuleTable Modules { get; }

    /// <summary>Holds what the mail block sets for all servers.</summary>
    public MailServer Defaults { get; }

    public List<MailServer> Servers { get; } = [];

    internal MailListenTable Listen { get; } = new();
}
