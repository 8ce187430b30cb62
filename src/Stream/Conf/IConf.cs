using Engine.Core.Conf;

namespace Engine.Stream.Conf;

/// <summary>What one module knows at one level of the stream block, filled in from the level around it.</summary>
public interface IConf<TConf> : IConf<TConf, StreamConfiguration> where TConf : class, IConf<TConf>
{
}
