using Engine.Core.Log;
using Engine.Core.Scripting;

namespace Engine.Core.Zones.LimitConn;

/// <summary>Counts a request or session for as long as it lasts, or rejects it.</summary>
public static class LimitConnCheck
{
    private const int MaxKey = 255;

    /// <summary>Null when no limit has anything to count.</summary>
    /// <param name="holder">What it is counted as: the context itself, or the one that it is a part of.</param>
    public static LimitConnOutcome? Count(ScriptContext context, ScriptContext holder, LimitConnSettings settings)
    {
        LimitConnOutcome? outcome = null;
        LimitConnHold? hold = null;
        foreach (var limit in settings.Limits)
        {
            var value = limit.Zone.Key!.Evaluate(context);
            if (value.IsEmpty)
                continue;
            if (value.Length > MaxKey)
            {
                context.Log.Write(LogLevel.Error, context, $"the value of the \"{limit.Zone.Key.Source}\" key is more than 255 bytes: \"{value}\"");
                continue;
            }

            var key = ZoneKey.Of(value.Span);
            if (!TryCount(limit, key))
            {
                context.Log.Write(settings.LogLevel.Value, context, $"limiting connections{(settings.DryRun.Value ? ", dry run," : "")} by zone \"{limit.Zone.Zone.Name}\"");
                hold?.Release();
                return settings.DryRun.Value ? LimitConnOutcome.RejectedDryRun : LimitConnOutcome.Rejected;
            }

            outcome = LimitConnOutcome.Passed;
            (hold ??= LimitConnHold.Rent(holder)).Add(limit.Zone.Counts, key);
        }

        return outcome;
    }

    private static bool TryCount(ConnectionLimit limit, ZoneKey key)
    {
        using var counts = limit.Zone.Counts.Open(key);
        var place = counts.Find();
        if (place < 0 && counts.IsFull)
            return false;
        if (place < 0)
            place = counts.Add();
        if (counts[place] >= limit.Limit)
            return false;
        counts[place]++;
        return true;
    }

    /// <summary>The counts that a context holds until it ends.</summary>
    private sealed class LimitConnHold : ReusedState<LimitConnHold>
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
}
