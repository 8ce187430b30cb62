using Engine.Core.Loop;
using Engine.Core.Modules;

namespace Engine.Upstream.Keepalive;

/// <summary>The pools of one worker, by group.</summary>
public sealed class KeepalivePools(EventLoop loop)
{
    private readonly Dictionary<UpstreamGroup, KeepalivePool> pools = [];

    public static KeepalivePools Of(Worker worker) => worker.State(static w => new KeepalivePools(w.Loop));

    public KeepalivePool Of(UpstreamGroup group)
    {
        if (!pools.TryGetValue(group, out var pool))
            pools.Add(group, pool = new KeepalivePool(group.Keepalive, loop));
        return pool;
    }

    /// <summary>Closes the idle connections of a group that no request uses any more.</summary>
    public void Release(UpstreamGroup group)
    {
        if (pools.Remove(group, out var pool))
            pool.Close();
    }
}
