namespace Engine.Bench.Load.Robustness;

/// <summary>A new configuration every second. Each answer says which one made it, so the run knows that the reloads took place.</summary>
internal static class ReloadRun
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task<bool> RunAsync(Options options)
    {
        using var load = new DisturbedLoad(options);
        var before = load.Server.AllResidentBytes;
        var reloads = 0;
        var counts = await load.RunAsync(options.Requests, Interval, number =>
        {
            load.WriteGeneration(number);
            load.Server.Signal("HUP");
            reloads = number;
        });
        Console.WriteLine($"  {reloads} reloads over {DisturbedLoad.Connections} connections, answers from {counts.Contents} configurations");
        Console.WriteLine($"  {counts}");
        Console.WriteLine($"  resident: {before / 1e6:0.0} MB before the first request, {load.Server.AllResidentBytes / 1e6:0.0} MB at the end");
        return counts.Failed == 0
            && counts[Outcome.ConnectionRefused] + counts[Outcome.ConnectionFailed] == 0
            && counts.Contents >= reloads;
    }
}
