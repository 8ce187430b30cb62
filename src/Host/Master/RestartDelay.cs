namespace Engine.Host.Master;

/// <summary>How long a server process that died stays dead: not at all after it has lived for a while, ever longer when it dies at once each time.</summary>
/// <param name="nowMs">A clock that never steps back.</param>
internal sealed class RestartDelay(Func<long> nowMs)
{
    private const int EnoughLifeMs = 1000;
    private const int FirstMs = 100;
    private const int LongestMs = 5000;

    private long startedAt;
    private int delayMs;

    public void OnStarted() => startedAt = nowMs();

    public int Next()
    {
        var lived = nowMs() - startedAt;
        delayMs = lived >= EnoughLifeMs ? 0 : Math.Clamp(delayMs * 2, FirstMs, LongestMs);
        return delayMs;
    }
}
