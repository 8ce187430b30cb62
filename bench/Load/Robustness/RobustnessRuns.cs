using Engine.Bench.Load.Servers;

namespace Engine.Bench.Load.Robustness;

/// <summary>Runs that disturb one server (--engine), each with a verdict. Exit code 1 when one does not hold.</summary>
internal static class RobustnessRuns
{
    private static readonly (string Name, string Title, Func<Options, Task<bool>> Run)[] Runs =
    [
        ("reload", "A reload every second under full load: no request fails.", ReloadRun.RunAsync),
        ("kill", "The serving process killed every five seconds: no connection is refused.", KillRun.RunAsync),
        ("excess", "20,000 connections against worker_connections 1024.", options => Task.Run(() => ExcessRun.Run(options))),
        ("slow", "Clients that send and read one byte a second.", SlowClientsRun.RunAsync),
        ("mixed", "Ten minutes of Lua code that waits in every way, and clients that leave.", MixedRun.RunAsync),
        ("scan", "A scan of a shared dict of 1,000,000 keys, and requests beside it.", ScanRun.RunAsync),
        ("garbage", "100,000 damaged requests, each on a connection of its own.", GarbageRun.RunAsync),
    ];

    public static IEnumerable<(string Name, string Title)> Titles => Runs.Select(run => (run.Name, run.Title));

    public static int Run(Options options)
    {
        if (options.Names.Except(Runs.Select(run => run.Name)).ToArray() is [var unknown, ..])
            throw new UsageException($"unknown robustness run \"{unknown}\"; --list shows them");
        var held = Runs.Where(run => options.Chose(run.Name)).Select(run => Holds(options, run)).ToArray();
        return held.Contains(false) ? 1 : 0;
    }

    private static bool Holds(Options options, (string Name, string Title, Func<Options, Task<bool>> Run) run)
    {
        Console.WriteLine($"{run.Name}: {run.Title} ({options.Engine})");
        var held = false;
        try
        {
            held = run.Run(options).GetAwaiter().GetResult();
        }
        catch (Exception problem) when (problem is ServerFailedException or IOException or System.Net.Sockets.SocketException)
        {
            Console.WriteLine($"  {problem.Message}");
        }

        Console.WriteLine(held ? $"{run.Name}: holds" : $"{run.Name}: DOES NOT HOLD");
        return held;
    }
}
