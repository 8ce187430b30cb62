using Engine.Core.Zones;

namespace Engine.Http.Modules.LimitReq;

/// <summary>What a limit says to a request.</summary>
internal enum LimitReqVerdict
{
    /// <summary>Too many.</summary>
    Rejected,

    /// <summary>Within the limit, and counted.</summary>
    Counted,

    /// <summary>Within the limit; to be counted when the other limits have agreed.</summary>
    Pending,
}

/// <summary>The leaky buckets of a zone, as nginx counts them.</summary>
internal static class LimitReqBucket
{
    /// <summary>Clocks of loops differ a little; more than this backwards is a jump.</summary>
    private const long JumpMs = 60_000;

    /// <summary>A bucket that was empty for so long may be forgotten.</summary>
    private const long IdleMs = 60_000;

    /// <param name="count">This is the last limit: the request counts at once.</param>
    /// <param name="excess">Requests beyond the rate, times 1000.</param>
    public static LimitReqVerdict Look(LimitReq limit, ZoneKey key, long now, bool count, out long excess)
    {
        using var states = limit.Zone.States.Open(key);
        var place = states.Find();
        if (place < 0)
        {
            excess = 0;
            return Begin(states, limit.Zone.Rate, now, count);
        }

        ref var state = ref states[place];
        excess = ExcessAt(state, limit.Zone.Rate, now, out var elapsed, adding: 1000);
        if (excess > limit.Burst)
            return LimitReqVerdict.Rejected;
        if (!count)
        {
            state.Pending++;
            return LimitReqVerdict.Pending;
        }

        state.Excess = excess;
        if (elapsed != 0)
            state.LastMs = now;
        return LimitReqVerdict.Counted;
    }

    /// <summary>Counts a request that <see cref="Look"/> has let wait for other limits; the excess it leads to.</summary>
    public static long Count(LimitReq limit, ZoneKey key, long now)
    {
        using var states = limit.Zone.States.Open(key);
        ref var state = ref states[states.Find()];
        var excess = ExcessAt(state, limit.Zone.Rate, now, out var elapsed, adding: 1000);
        if (elapsed != 0)
            state.LastMs = now;
        state.Excess = excess;
        state.Pending--;
        return excess;
    }

    /// <summary>Another limit has rejected the request.</summary>
    public static void Forget(LimitReq limit, ZoneKey key)
    {
        using var states = limit.Zone.States.Open(key);
        states[states.Find()].Pending--;
    }

    private static LimitReqVerdict Begin(ZoneTable<LimitReqState>.Access states, long rate, long now, bool count)
    {
        MakeRoom(states, rate, now);
        if (states.IsFull)
            return LimitReqVerdict.Rejected;
        ref var state = ref states[states.Add()];
        state.LastMs = count ? now : 0;
        state.Pending = count ? 0 : 1;
        return count ? LimitReqVerdict.Counted : LimitReqVerdict.Pending;
    }

    /// <summary>Forgets up to two empty buckets, and in a full shard the one that was not used for longest.</summary>
    private static void MakeRoom(ZoneTable<LimitReqState>.Access states, long rate, long now)
    {
        var isForced = states.IsFull;
        for (var i = isForced ? 0 : 1; i < 3; i++)
        {
            var oldest = states.Oldest;
            if (oldest < 0 || states[oldest].Pending > 0)
                return;
            if (i > 0 && (now - states[oldest].LastMs < IdleMs || ExcessAt(states[oldest], rate, now, out _, adding: 0) > 0))
                return;
            states.Remove(oldest);
        }
    }

    private static long ExcessAt(in LimitReqState state, long rate, long now, out long elapsed, long adding)
    {
        elapsed = now - state.LastMs;
        if (elapsed < 0)
            elapsed = elapsed < -JumpMs ? 1 : 0;
        // What drains is bounded by what is there: no overflow after a long time.
        var drained = elapsed > long.MaxValue / Math.Max(1, rate) ? long.MaxValue / 2 : rate * elapsed / 1000;
        return Math.Max(0, state.Excess - drained + adding);
    }
}
