using Engine.Core.Conf;
using Engine.Core.Log;

namespace Engine.Core.Zones.LimitConn;

/// <summary>The limits of one level.</summary>
public abstract class LimitConnSettings
{
    public Setting<LogLevel> LogLevel;
    public Setting<bool> DryRun;

    public bool HasLimits => Limits.Count > 0;

    internal List<ConnectionLimit> Limits { get; private set; } = [];

    protected void MergeFrom(LimitConnSettings? outer)
    {
        if (Limits.Count == 0 && outer is not null)
            Limits = outer.Limits;
        LogLevel.MergeFrom(outer?.LogLevel ?? default, Engine.Core.Log.LogLevel.Error);
        DryRun.MergeFrom(outer?.DryRun ?? default, false);
    }
}

/// <summary>One <c>limit_conn</c>.</summary>
internal sealed record ConnectionLimit(LimitConnZone Zone, int Limit);
