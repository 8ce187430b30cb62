namespace Engine.Http.Modules.Upstream;

/// <summary><c>proxy_limit_rate</c>: how fast a response is read, in bytes per second.</summary>
internal struct ResponseRate
{
    private long bytesPerSecond;
    private long startMs;
    private long received;

    public static ResponseRate Of(UpstreamRequest upstream)
    {
        var rate = default(ResponseRate);
        if (upstream.Conf.LimitRate.Value.Evaluate(upstream.Request) is > 0 and var limit)
        {
            rate.bytesPerSecond = limit;
            rate.startMs = upstream.Request.Loop.Clock.NowMs;
        }

        return rate;
    }

    public void Count(int bytes) => received += bytes;

    /// <summary>How long to wait before more may be read.</summary>
    public readonly long DelayMs(long nowMs)
    {
        if (bytesPerSecond == 0)
            return 0;
        var allowance = Allowance(nowMs);
        return allowance > 0 ? 0 : (-allowance * 1000 / bytesPerSecond) + 1;
    }

    /// <summary>As much of a buffer as may be filled now.</summary>
    public readonly Memory<byte> Limit(byte[] buffer, long nowMs) =>
        bytesPerSecond == 0 ? buffer : buffer.AsMemory(0, (int)Math.Clamp(Allowance(nowMs), 1, buffer.Length));

    /// <summary>What may have been read by now, the second that has begun counted whole, less what was.</summary>
    private readonly long Allowance(long nowMs) => bytesPerSecond * ((nowMs - startMs) / 1000 + 1) - received;
}
