using Engine.Core.Zones.LimitConn;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.LimitConn;

/// <summary>The zones of the stream block.</summary>
public sealed class LimitConnMainConf() : LimitConnZones("stream limit_conn"), IConf<LimitConnMainConf>
{
    public static readonly StreamMainSlot<LimitConnMainConf> Slot = new();

    public void MergeFrom(LimitConnMainConf? outer, StreamConfiguration configuration)
    {
    }
}

public sealed class LimitConnConf : LimitConnSettings, IConf<LimitConnConf>
{
    public static readonly StreamServerSlot<LimitConnConf> Slot = new();

    public void MergeFrom(LimitConnConf? outer, StreamConfiguration configuration) => MergeFrom(outer);
}
