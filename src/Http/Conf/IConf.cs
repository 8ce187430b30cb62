using Engine.Core.Conf;

namespace Engine.Http.Conf;

/// <summary>What one module knows at one level of the http block, filled in from the level around it.</summary>
public interface IConf<TConf> : IConf<TConf, HttpConfiguration> where TConf : class, IConf<TConf>
{
}
