using System.Globalization;

namespace Engine.Bench.Load.Measures;

/// <summary>One line a scenario and number of connections: medians of the ratios Engine/nginx, and nginx's own figures beside them.</summary>
internal static class LoadReport
{
    public static void PrintHead()
    {
        Console.WriteLine("Medians over the rounds. Ratios are Engine/nginx: below 1 is better, for req/s above 1.");
        Console.WriteLine("p99 is wrk's at full load, not at a fixed rate. RSS is that of the master and the process that serves together.");
        Console.WriteLine();
        Print("scenario", "conns", "CPU/req", "(range)", "req/s", "p99", "RSS", "CPU us Engine, nginx", "req/s Engine, nginx", "RSS MB Engine, nginx");
    }

    public static void Print(string scenario, int connections, IReadOnlyList<Round> rounds)
    {
        var cpu = rounds.Select(round => round.Ratio(sample => sample.CpuMicroseconds)).ToArray();
        Print(
            scenario,
            connections.ToString(CultureInfo.InvariantCulture),
            Number(cpu.Median(), "0.000"),
            $"({Number(cpu.Min(), "0.00")}-{Number(cpu.Max(), "0.00")})",
            Number(rounds.Select(round => round.Ratio(sample => sample.RequestsPerSecond)).Median(), "0.000"),
            Number(rounds.Select(round => round.Ratio(sample => sample.P99Milliseconds)).Median(), "0.00"),
            Number(rounds.Select(round => round.Ratio(sample => sample.ResidentMegabytes)).Median(), "0.00"),
            Both(rounds, sample => sample.CpuMicroseconds, "0.00"),
            Both(rounds, sample => sample.RequestsPerSecond, "0"),
            Both(rounds, sample => sample.ResidentMegabytes, "0.0"));
    }

    private static string Both(IReadOnlyList<Round> rounds, Func<Sample, double> figure, string format) =>
        $"{Number(rounds.Select(round => figure(round.Engine)).Median(), format)}, {Number(rounds.Select(round => figure(round.Nginx)).Median(), format)}";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static void Print(
        string scenario, string connections, string cpu, string range, string rate, string p99, string resident, string cpus, string rates, string residents) =>
        Console.WriteLine($"{scenario,-12} {connections,6} {cpu,8} {range,12} {rate,7} {p99,6} {resident,6}   {cpus,-21} {rates,-20} {residents}");
}
