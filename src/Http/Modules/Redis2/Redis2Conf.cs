using Engine.Http.Conf;
using Engine.Http.Modules.Memcached;
using Engine.Http.Modules.Upstream;

namespace Engine.Http.Modules.Redis2;

public sealed class Redis2Conf : IConf<Redis2Conf>
{
    public static readonly LocationSlot<Redis2Conf> Slot = new();

    internal UpstreamConf Upstream { get; } = new();

    internal MemcachedPass? Pass { get; set; }

    /// <summary>What is sent; null where no query is given.</summary>
    internal Redis2Queries? Queries { get; set; }

    public void MergeFrom(Redis2Conf? outer, HttpConfiguration configuration)
    {
        Pass ??= outer?.Pass;
        Queries ??= outer?.Queries;
        if (outer is null && !Upstream.Buffering.IsSet)
            Upstream.Buffering.Set(false);
        Upstream.MergeFrom(outer?.Upstream, "redis2", [], configuration);
    }
}
