using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Core.Zones;
using Engine.Http.Conf;

namespace Engine.Http.Modules.LimitConn;

/// <summary>The zones of the http block.</summary>
public sealed class LimitConnMainConf : IConf<LimitConnMainConf>
{
    public static readonly MainSlot<LimitConnMainConf> Slot = new();

    private readonly List<LimitConnZone> zones = [];

    public void MergeFrom(LimitConnMainConf? outer, HttpConfiguration configuration)
    {
    }

    /// <summary>The zone of that name, perhaps declared later.</summary>
    internal LimitConnZone Find(SharedZone zone)
    {
        if (zones.Find(known => known.Zone == zone) is not { } found)
            zones.Add(found = new LimitConnZone(zone));
        return found;
    }

    internal void Open() => zones.ForEach(static zone => zone.Open());
}

/// <summary>What <c>limit_conn_zone</c> declares.</summary>
internal sealed class LimitConnZone(SharedZone zone)
{
    /// <summary>nginx's documentation: a megabyte holds about sixteen thousand states.</summary>
    private const int BytesPerState = 64;

    public SharedZone Zone => zone;

    public ComplexValue? Key { get; set; }

    /// <summary>The number of requests of each key.</summary>
    public ZoneTable<int> Counts { get; private set; } = null!;

    public void Open()
    {
        var content = zone.Open(opened => new LimitConnCounts(Key!.Source, new ZoneTable<int>((int)Math.Min(opened.Size / BytesPerState, int.MaxValue))));
        if (content.Key != Key!.Source)
            throw new ConfException($"limit_conn_zone \"{zone.Name}\" uses the \"{Key.Source}\" key while previously it used the \"{content.Key}\" key");
        Counts = content.Table;
    }

    private sealed record LimitConnCounts(string Key, ZoneTable<int> Table);
}

/// <summary>One <c>limit_conn</c>.</summary>
internal sealed record LimitConn(LimitConnZone Zone, int Limit);

public sealed class LimitConnConf : IConf<LimitConnConf>
{
    public static readonly LocationSlot<LimitConnConf> Slot = new();

    public Setting<LogLevel> LogLevel;
    public Setting<long> Status;
    public Setting<bool> DryRun;

    internal List<LimitConn> Limits { get; private set; } = [];

    public void MergeFrom(LimitConnConf? outer, HttpConfiguration configuration)
    {
        if (Limits.Count == 0 && outer is not null)
            Limits = outer.Limits;
        LogLevel.MergeFrom(outer?.LogLevel ?? default, Engine.Core.Log.LogLevel.Error);
        Status.MergeFrom(outer?.Status ?? default, 503);
        DryRun.MergeFrom(outer?.DryRun ?? default, false);
    }
}
