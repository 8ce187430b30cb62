using System.Diagnostics;
using System.Globalization;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Clients;

/// <summary>What one run of wrk saw; times as wrk measures them, from the moment a request is written.</summary>
internal sealed record WrkFigures(long Requests, TimeSpan Duration, TimeSpan Median, TimeSpan P99, long SocketErrors, long StatusErrors)
{
    public double RequestsPerSecond => Requests / Duration.TotalSeconds;
}

/// <summary>wrk with one thread on one core, over keep-alive connections.</summary>
internal static class Wrk
{
    private static readonly string Report = SourceTree.PathOf("bench", "Load", "report.lua");

    public static WrkFigures Run(int port, Scenario scenario, int connections, int seconds, int core)
    {
        List<string> command =
        [
            "wrk", "-t", "1", "-c", Text(connections), "-d", Text(seconds) + "s", "--timeout", "10s", "--latency", "-s", Report,
            .. scenario.Fields.SelectMany(field => (string[])["-H", field]), $"http://127.0.0.1:{port}{scenario.Target}", .. scenario.BodySize > 0 ? (string[])["--", Text(scenario.BodySize)] : [],
        ];
        using var process = RunningServer.StartPinned(core, command);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var line = output.Split('\n').FirstOrDefault(text => text.StartsWith("figures ", StringComparison.Ordinal))
            ?? throw new ServerFailedException($"wrk: {output} {errors.Result}");
        var figures = line.Split(' ').Skip(1).Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new WrkFigures(figures[0], Microseconds(figures[1]), Microseconds(figures[2]), Microseconds(figures[3]), figures[4], figures[5]);
    }

    private static TimeSpan Microseconds(long number) => TimeSpan.FromMicroseconds(number);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
