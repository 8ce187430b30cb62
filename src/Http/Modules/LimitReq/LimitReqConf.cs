using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Core.Zones;
using Engine.Http.Conf;

namespace Engine.Http.Modules.LimitReq;

/// <summary>The zones of the http block.</summary>
public sealed class LimitReqMainConf : IConf<LimitReqMainConf>
{
    public static readonly MainSlot<LimitReqMainConf> Slot = new();

    internal List<LimitReqZone> Zones { get; } = [];

    public void MergeFrom(LimitReqMainConf? outer, HttpConfiguration configuration)
    {
    }

    /// <summary>The zone of that name, perhaps declared later.</summary>
    internal LimitReqZone Find(SharedZone zone)
    {
        if (Zones.Find(known => known.Zone == zone) is not { } found)
            Zones.Add(found = new LimitReqZone(zone));
        return found;
    }

    internal void Open() => Zones.ForEach(static zone => zone.Open());
}

/// <summary>What <c>limit_req_zone</c> declares.</summary>
internal sealed class LimitReqZone(SharedZone zone)
{
    /// <summary>nginx's documentation: a megabyte holds about eight thousand states.</summary>
    private const int BytesPerState = 128;

    public SharedZone Zone => zone;

    public ComplexValue? Key { get; set; }

    /// <summary>Requests per second, times 1000.</summary>
    public long Rate { get; set; }

    public ZoneTable<LimitReqState> States { get; private set; } = null!;

    public void Open()
    {
        var content = zone.Open(opened => new LimitReqStates(Key!.Source, new ZoneTable<LimitReqState>((int)Math.Min(opened.Size / BytesPerState, int.MaxValue))));
        if (content.Key != Key!.Source)
            throw new ConfException($"limit_req \"{zone.Name}\" uses the \"{Key.Source}\" key while previously it used the \"{content.Key}\" key");
        States = content.Table;
    }

    private sealed record LimitReqStates(string Key, ZoneTable<LimitReqState> Table);
}

/// <summary>A key's leaky bucket; amounts are requests times 1000.</summary>
internal struct LimitReqState
{
    /// <summary>When it was counted last, on the clock that all loops share.</summary>
    public long LastMs;

    /// <summary>How much came beyond the rate.</summary>
    public long Excess;

    /// <summary>Requests that have looked at it and are still to be counted.</summary>
    public int Pending;
}

/// <summary>One <c>limit_req</c>. Amounts are requests times 1000.</summary>
internal sealed record LimitReq(LimitReqZone Zone, long Burst, long Delay);

public sealed class LimitReqConf : IConf<LimitReqConf>
{
    public static readonly LocationSlot<LimitReqConf> Slot = new();

    public Setting<LogLevel> LogLevel;
    public Setting<long> Status;
    public Setting<bool> DryRun;

    internal List<LimitReq> Limits { get; private set; } = [];

    /// <summary>Delays are logged one level below rejections.</summary>
    internal LogLevel DelayLogLevel => LogLevel.Value == Engine.Core.Log.LogLevel.Info ? Engine.Core.Log.LogLevel.Info : LogLevel.Value + 1;

    public void MergeFrom(LimitReqConf? outer, HttpConfiguration configuration)
    {
        if (Limits.Count == 0 && outer is not null)
            Limits = outer.Limits;
        LogLevel.MergeFrom(outer?.LogLevel ?? default, Engine.Core.Log.LogLevel.Error);
        Status.MergeFrom(outer?.Status ?? default, 503);
        DryRun.MergeFrom(outer?.DryRun ?? default, false);
    }
}
