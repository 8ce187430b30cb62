using Engine.Core.Log;
using Engine.Core.Scripting;
using Engine.Core.Zones;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.LimitConn;

/// <summary>Counts a request for as long as it lasts, or rejects it.</summary>
internal static class LimitConnHandler
{
    private const int MaxKey = 255;

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (LimitConnOutcome.IsKnown(request))
            return HandlerResult.Declined;
        var conf = LimitConnConf.Slot.Of(request);
        LimitConnHold? hold = null;
        foreach (var limit in conf.Limits)
        {
            var value = limit.Zone.Key!.Evaluate(request);
            if (value.IsEmpty)
                continue;
            if (value.Length > MaxKey)
            {
                request.Log.Write(LogLevel.Error, request, $"the value of the \"{limit.Zone.Key.Source}\" key is more than 255 bytes: \"{value}\"");
                continue;
            }

            LimitConnOutcome.Set(request, LimitConnOutcome.Passed);
            var key = ZoneKey.Of(value.Span);
            if (!TryCount(request, conf, limit, key))
                return Reject(request, conf, hold);
            (hold ??= LimitConnHold.Rent(request.Main)).Add(limit.Zone.Counts, key);
        }

        return HandlerResult.Declined;
    }

    private static bool TryCount(HttpRequest request, LimitConnConf conf, LimitConn limit, ZoneKey key)
    {
        using (var counts = limit.Zone.Counts.Open(key))
        {
            var place = counts.Find();
            if (place < 0 && counts.IsFull)
                return false;
            if (place < 0)
                place = counts.Add();
            if (counts[place] < limit.Limit)
            {
                counts[place]++;
                return true;
            }
        }

        request.Log.Write(conf.LogLevel.Value, request, $"limiting connections{(conf.DryRun.Value ? ", dry run," : "")} by zone \"{limit.Zone.Zone.Name}\"");
        return false;
    }

    private static ValueTask<HandlerResult> Reject(HttpRequest request, LimitConnConf conf, LimitConnHold? hold)
    {
        hold?.Release();
        LimitConnOutcome.Set(request, conf.DryRun.Value ? LimitConnOutcome.RejectedDryRun : LimitConnOutcome.Rejected);
        return conf.DryRun.Value ? HandlerResult.Declined : new HandlerResult((int)conf.Status.Value);
    }
}

/// <summary>The counts that a request holds until it ends.</summary>
internal sealed class LimitConnHold : ReusedState<LimitConnHold>
{
    private readonly List<(ZoneTable<int> Counts, ZoneKey Key)> held = [];

    public void Add(ZoneTable<int> counts, ZoneKey key) => held.Add((counts, key));

    public void Release()
    {
        foreach (var (table, key) in held)
        {
            using var counts = table.Open(key);
            var place = counts.Find();
            if (--counts[place] == 0)
                counts.Remove(place);
        }

        held.Clear();
    }

    protected override void Clear() => Release();
}
