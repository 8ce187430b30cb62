using System.Diagnostics;
using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Measures;

/// <summary>The time from the start of the process to its first answer, made by Lua.</summary>
internal static class StartMeasure
{
    public const string Name = "start";

    private const int Starts = 20;

    public static void Run(Options options)
    {
        foreach (var binary in (ServerBinary[])[new(options.Engine), new(options.Nginx)])
        {
            var times = Enumerable.Range(0, Starts).Select(_ => Measure(options, binary)).ToArray();
            Console.WriteLine($"{Name}: {binary.FilePath}: first answer after {times.Median():0.0} ms "
                + $"(median of {Starts} starts; {times.Min():0.0} to {times.Max():0.0})");
        }
    }

    private static double Measure(Options options, ServerBinary binary)
    {
        var scenario = Scenario.Load("hello");
        using var workplace = new Workplace();
        workplace.WriteScenario(binary, scenario.Conf);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        using var client = new BlockingClient(server.Port);
        client.Exchange(BlockingClient.Request(scenario.Target));
        return Stopwatch.GetElapsedTime(server.StartedAt).TotalMilliseconds;
    }
}
