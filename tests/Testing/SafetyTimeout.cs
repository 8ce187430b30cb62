using System.Diagnostics;

namespace Engine.Testing;

/// <summary>
/// The time after which a wait fails the test instead of hanging it. Nothing is ever expected to take this long: tests wait for
/// events. A slow machine raises it with ENGINE_TEST_TIMEOUT (seconds).
/// </summary>
public static class SafetyTimeout
{
    public static TimeSpan Value { get; } = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("ENGINE_TEST_TIMEOUT"), out var seconds) ? seconds : 15);

    /// <summary>Looks again until <paramref name="condition"/> holds; false when the safety timeout came first.</summary>
    public static bool WaitUntil(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Value)
                return false;
            Thread.Sleep(2);
        }

        return true;
    }
}
