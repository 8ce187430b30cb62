using System.Diagnostics;
using System.Text;
using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Measures;

/// <summary>
/// Configurations with thousands of servers, locations and map entries: the time that <c>-t</c> takes, the time to the first answer, and
/// what a look-up of a random one costs beside a configuration with a few of the same.
/// </summary>
internal static class LargeConfMeasure
{
    public const string Name = "large";

    private const int Few = 10;
    private const int Starts = 5;
    private const int Requests = 50_000;

    private static readonly (string Title, int Count, Func<int, LargeConf> Make)[] Kinds =
    [
        ("servers", 10_000, LargeConf.Servers),
        ("locations", 50_000, LargeConf.Locations),
        ("map entries", 100_000, LargeConf.Map),
    ];

    public static void Run(Options options)
    {
        var binary = new ServerBinary(options.Engine);
        foreach (var (title, count, make) in Kinds)
        {
            var (test, start) = LoadTimes(options, binary, make(count));
            var (few, _) = LookUpCost(options, binary, make(Few), Few);
            var (many, resident) = LookUpCost(options, binary, make(count), count);
            Console.WriteLine($"{Name}: {count} {title}: -t {test:0} ms, first answer after {start:0} ms (medians of {Starts}), {resident / 1e6:0.0} MB resident, "
                + $"{many:0.0} us CPU a request; {Few} {title}: {few:0.0} us, ratio {many / few:0.00}");
        }
    }

    private static (double Test, double Start) LoadTimes(Options options, ServerBinary binary, LargeConf conf)
    {
        using var workplace = new Workplace();
        Write(workplace, binary, conf);
        var test = Enumerable.Range(0, Starts).Select(_ => Test(options, binary, workplace)).Median();
        var start = Enumerable.Range(0, Starts).Select(_ => Start(options, binary, workplace, conf)).Median();
        return (test, start);
    }

    private static double Test(Options options, ServerBinary binary, Workplace workplace)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = RunningServer.StartPinned(options.ServerCore, [binary.FilePath, "-t", "-q", "-p", workplace.Root + "/", "-c", "conf/nginx.conf", "-e", "logs/error.log"]);
        process.WaitForExit();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
            : throw new ServerFailedException(process.StandardError.ReadToEnd());
    }

    private static double Start(Options options, ServerBinary binary, Workplace workplace, LargeConf conf)
    {
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        using var client = new BlockingClient(server.Port);
        Ask(client, conf, 0);
        return Stopwatch.GetElapsedTime(server.StartedAt).TotalMilliseconds;
    }

    /// <summary>Microseconds of CPU per request for random ones, and what is resident then.</summary>
    private static (double Microseconds, long ResidentBytes) LookUpCost(Options options, ServerBinary binary, LargeConf conf, int count)
    {
        using var workplace = new Workplace();
        Write(workplace, binary, conf);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        using var client = new BlockingClient(server.Port);
        var random = new Random(1);
        for (var i = 0; i < Requests / 10; i++)
            Ask(client, conf, random.Next(count));
        var before = server.CpuSeconds;
        for (var i = 0; i < Requests; i++)
            Ask(client, conf, random.Next(count));
        return ((server.CpuSeconds - before) * 1e6 / Requests, server.ServingResidentBytes);
    }

    private static void Ask(BlockingClient client, LargeConf conf, int number)
    {
        var (host, target) = conf.Request(number);
        var answer = client.Exchange(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n"));
        if (answer.Content != $"number {number}")
            throw new ServerFailedException($"{host}{target}: {answer.Status} {answer.Content}");
    }

    private static void Write(Workplace workplace, ServerBinary binary, LargeConf conf) => workplace.WriteScenario(binary, "access_log off;\n" + conf.Http);
}
