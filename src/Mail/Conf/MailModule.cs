using Engine.Core.Modules;

namespace Engine.Mail.Conf;

/// <summary>A module of the mail proxy: a folder whose tables this class registers.</summary>
public abstract class MailModule : ServerModule<MailConfiguration>
{
    public abstract void Register(MailModuleTable table);

    /// <summary>A server is read and merged.</summary>
    /// <exception cref="Core.Conf.ConfException">It can't be used; its place is added.</exception>
    public virtual void OnServerMerged(MailServer server)
    {
    }
}
