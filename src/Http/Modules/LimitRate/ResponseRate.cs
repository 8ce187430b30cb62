using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.LimitRate;

/// <summary>The rate of one response, once something has set it.</summary>
internal sealed class ResponseRate
{
    public static readonly RequestSlot<ResponseRate> Slot = new(survivesRedirects: true, drivesFilter: true);

    private readonly long after;

    private ResponseRate(long bytesPerSecond, long after)
    {
        BytesPerSecond = bytesPerSecond;
        this.after = after;
    }

    /// <summary>0: no limit.</summary>
    public long BytesPerSecond { get; private set; }

    /// <summary>The rate for the request: what <c>$limit_rate</c> was given, else what the location says; null for no limit at all.</summary>
    public static ResponseRate? Of(HttpRequest request)
    {
        if (Slot.Of(request) is { } known)
            return known;
        if (!LimitRateConf.Slot.Of(request).Rate.IsSet)
            return null;
        return Make(request, Evaluate(request, LimitRateConf.Slot.Of(request).Rate.Value));
    }

    public static VariableValue Get(HttpRequest request) => VariableValue.Of(request.Arena.Format(Of(request)?.BytesPerSecond ?? 0));

    /// <summary>An assignment of something that is no size is ignored, as in nginx.</summary>
    public static void Set(HttpRequest request, ByteString value)
    {
        if (ConfUnits.ParseSize(value.ToString()) is not { } size)
            return;
        if (Slot.Of(request) is { } known)
            known.BytesPerSecond = size;
        else
            Make(request, size);
    }

    /// <summary>How many bytes may be sent now; the second that has begun counts whole. 0 or less: none yet.</summary>
    public long Allowance(HttpRequest request) =>
        BytesPerSecond * ((request.Loop.Clock.NowMs - request.StartMs) / 1000 + 1) - (request.Exchange.BytesSent - after);

    /// <summary>How long bytes that were too many have to wait; no longer than a second, so that a long head goes in pieces.</summary>
    public long DelayMs(long excess) => Math.Min(excess, BytesPerSecond) * 1000 / BytesPerSecond + 1;

    private static ResponseRate Make(HttpRequest request, long bytesPerSecond)
    {
        var conf = LimitRateConf.Slot.Of(request);
        var made = new ResponseRate(bytesPerSecond, conf.After.IsSet ? Evaluate(request, conf.After.Value) : 0);
        Slot.Set(request, made);
        return made;
    }

    private static long Evaluate(HttpRequest request, ComplexValue value) => ConfUnits.ParseSize(value.Evaluate(request).ToString()) ?? 0;
}
