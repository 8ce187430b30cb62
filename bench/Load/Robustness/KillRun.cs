using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Robustness;

/// <summary>The process that serves is killed every five seconds. Only what was under way may be lost, and no connection may be refused.</summary>
internal static class KillRun
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public static async Task<bool> RunAsync(Options options)
    {
        using var load = new DisturbedLoad(options);
        var kills = 0;
        var counts = await load.RunAsync(options.Requests, Interval, number =>
        {
            var serving = load.Server.ServingProcessId;
            if (serving == load.Server.ProcessId)
                throw new ServerFailedException($"the master has no other process at kill {number}; {load.ErrorLog}");
            ServerUnderTest.Signal("KILL", serving);
            kills = number;
        });
        Console.WriteLine($"  {kills} kills over {DisturbedLoad.Connections} connections, each with one request under way: at most "
            + $"{kills * DisturbedLoad.Connections} may fail");
        Console.WriteLine($"  {counts}");
        return counts.Failed <= kills * DisturbedLoad.Connections
            && counts[Outcome.OtherStatus] + counts[Outcome.ConnectionRefused] + counts[Outcome.ConnectionFailed] == 0;
    }
}
