namespace Engine.Http.Tests.InProcess;

/// <summary>A clock that the test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long ms;

    public override long TimestampFrequency => 1000;

    public override long GetTimestamp() => ms;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddMilliseconds(1_000_000_000_000 + ms);

    public void Advance(long byMs) => ms += byMs;
}
