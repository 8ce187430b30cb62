namespace Engine.Http.Conf;

/// <summary>What one module knows at one level of the configuration, filled in from the level around it.</summary>
public interface IConf<TConf> where TConf : class, IConf<TConf>
{
    /// <summary>Takes what this level did not set from <paramref name="outer"/>; defaults when this is the outermost level (null).</summary>
    void MergeFrom(TConf? outer, HttpConfiguration configuration);
}
