namespace Engine.Core.Net.Relay;

/// <summary>
/// How fast one direction is read, in bytes per second (<c>proxy_upload_rate</c>, <c>proxy_download_rate</c>), by nginx's rule: each second
/// that has begun allows the rate once more, and behind every read there is a pause as long as its bytes should have taken.
/// </summary>
public readonly record struct RelayRate(long BytesPerSecond, long StartSeconds)
{
    public bool IsLimited => BytesPerSecond > 0;

    /// <summary>What may be read now; not positive when nothing may.</summary>
    /// <param name="moved">What was read since <see cref="StartSeconds"/>.</param>
    /// <param name="nowSeconds">Since 1970, as the start.</param>
    public long Allowance(long moved, long nowSeconds) => BytesPerSecond * (nowSeconds - StartSeconds + 1) - moved;

    /// <summary>How long nothing may be read; 0 for no time.</summary>
    public long DelayMs(long moved, long nowSeconds) =>
        IsLimited && Allowance(moved, nowSeconds) is <= 0 and var allowance ? -allowance * 1000 / BytesPerSecond + 1 : 0;

    /// <summary>How long to pause behind a read; 0 for no time.</summary>
    public long PauseMs(long count) => IsLimited ? count * 1000 / BytesPerSecond : 0;
}
