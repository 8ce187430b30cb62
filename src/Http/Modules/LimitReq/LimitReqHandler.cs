using Engine.Core.Log;
using Engine.Core.Zones;
using Engine.Http.Phases;
using Engine.Http.Requests;

namespace Engine.Http.Modules.LimitReq;

/// <summary>Passes, delays or rejects a request by its location's limits.</summary>
internal static class LimitReqHandler
{
    private const int MaxKey = 65535;

    public static ValueTask<HandlerResult> Handle(HttpRequest request)
    {
        if (LimitReqOutcome.IsKnown(request))
            return HandlerResult.Declined;
        var conf = LimitReqConf.Slot.Of(request);
        Span<ZoneKey> keys = stackalloc ZoneKey[conf.Limits.Count];
        Span<bool> pending = stackalloc bool[conf.Limits.Count];
        return Decide(request, conf, keys, pending);
    }

    /// <param name="keys">The key of each limit, when <paramref name="pending"/> says that its state waits for the others.</param>
    private static ValueTask<HandlerResult> Decide(HttpRequest request, LimitReqConf conf, Span<ZoneKey> keys, Span<bool> pending)
    {
        var limits = conf.Limits;
        var now = request.Loop.Clock.SharedMs;
        pending.Clear();
        long excess = 0;
        LimitReq? counted = null;
        var isLimited = false;
        for (var i = 0; i < limits.Count && counted is null; i++)
        {
            var key = KeyOf(request, limits[i]);
            if (key.Length is 0 or > MaxKey)
                continue;
            isLimited = true;
            keys[i] = ZoneKey.Of(key);
            switch (LimitReqBucket.Look(limits[i], keys[i], now, count: i == limits.Count - 1, out excess))
            {
                case LimitReqVerdict.Rejected:
                    for (var earlier = 0; earlier < i; earlier++)
                    {
                        if (pending[earlier])
                            LimitReqBucket.Forget(limits[earlier], keys[earlier]);
                    }

                    return Reject(request, conf, limits[i], excess);
                case LimitReqVerdict.Counted:
                    counted = limits[i];
                    break;
                case LimitReqVerdict.Pending:
                    pending[i] = true;
                    break;
            }
        }

        if (!isLimited)
            return HandlerResult.Declined;
        var delay = Longest(limits, keys, pending, now, ref counted, ref excess);
        if (delay > 0)
            return Delay(request, conf, counted!, excess, delay);
        LimitReqOutcome.Set(request, LimitReqOutcome.Passed);
        return HandlerResult.Declined;
    }

    private static ReadOnlySpan<byte> KeyOf(HttpRequest request, LimitReq limit)
    {
        var key = limit.Zone.Key!.Evaluate(request);
        if (key.Length > MaxKey)
            request.Log.Write(LogLevel.Error, request, $"the value of the \"{limit.Zone.Key.Source}\" key is more than 65535 bytes: \"{key}\"");
        return key.Span;
    }

    /// <summary>The longest delay of all limits in milliseconds, and which limit it is of; counts what was pending.</summary>
    private static long Longest(List<LimitReq> limits, Span<ZoneKey> keys, Span<bool> pending, long now, ref LimitReq? limit, ref long excess)
    {
        var longest = limit is null ? 0 : DelayOf(limit, excess);
        for (var i = limits.Count - 1; i >= 0; i--)
        {
            if (!pending[i])
                continue;
            var own = LimitReqBucket.Count(limits[i], keys[i], now);
            var delay = DelayOf(limits[i], own);
            if (delay <= longest)
                continue;
            (longest, limit, excess) = (delay, limits[i], own);
        }

        return longest;
    }

    private static long DelayOf(LimitReq limit, long excess) =>
        excess <= limit.Delay ? 0 : (excess - limit.Delay) * 1000 / limit.Zone.Rate;

    private static ValueTask<HandlerResult> Reject(HttpRequest request, LimitReqConf conf, LimitReq limit, long excess)
    {
        var isDry = conf.DryRun.Value;
        request.Log.Write(conf.LogLevel.Value, request, $"limiting requests{(isDry ? ", dry run" : "")}, excess: {excess / 1000}.{excess % 1000:D3} by zone \"{limit.Zone.Zone.Name}\"");
        LimitReqOutcome.Set(request, isDry ? LimitReqOutcome.RejectedDryRun : LimitReqOutcome.Rejected);
        return isDry ? HandlerResult.Declined : new HandlerResult((int)conf.Status.Value);
    }

    private static ValueTask<HandlerResult> Delay(HttpRequest request, LimitReqConf conf, LimitReq limit, long excess, long delay)
    {
        var isDry = conf.DryRun.Value;
        request.Log.Write(conf.DelayLogLevel, request, $"delaying request{(isDry ? ", dry run" : "")}, excess: {excess / 1000}.{excess % 1000:D3}, by zone \"{limit.Zone.Zone.Name}\"");
        LimitReqOutcome.Set(request, isDry ? LimitReqOutcome.DelayedDryRun : LimitReqOutcome.Delayed);
        return isDry ? HandlerResult.Declined : Wait(request, delay);
    }

    private static async ValueTask<HandlerResult> Wait(HttpRequest request, long delay) =>
        await RequestDelay.Wait(request, delay) ? HandlerResult.Declined : new HandlerResult(499);
}
