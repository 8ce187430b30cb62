using Engine.Core.Conf;

namespace Engine.Mail.Conf;

/// <summary>What one module knows at one level of the mail block, filled in from the level around it.</summary>
public interface IConf<TConf> : IConf<TConf, MailConfiguration> where TConf : class, IConf<TConf>
{
}
