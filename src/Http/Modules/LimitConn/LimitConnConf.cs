using Engine.Core.Conf;
using Engine.Core.Zones.LimitConn;
using Engine.Http.Conf;

namespace Engine.Http.Modules.LimitConn;

/// <summary>The zones of the http block.</summary>
public sealed class LimitConnMainConf() : LimitConnZones("limit_conn"), IConf<LimitConnMainConf>
{
    public static readonly MainSlot<LimitConnMainConf> Slot = new();

    public void MergeFrom(LimitConnMainConf? outer, HttpConfiguration configuration)
    {
    }
}

public sealed class LimitConnConf : LimitConnSettings, IConf<LimitConnConf>
{
    public static readonly LocationSlot<LimitConnConf> Slot = new();

    public Setting<long> Status;

    public void MergeFrom(LimitConnConf? outer, HttpConfiguration configuration)
    {
        MergeFrom(outer);
        Status.MergeFrom(outer?.Status ?? default, 503);
    }
}
