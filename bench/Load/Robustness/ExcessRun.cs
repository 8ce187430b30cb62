using System.Diagnostics;
using System.Globalization;
using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Robustness;

/// <summary>
/// 20,000 connections against worker_connections 1024. The server may answer, close, or leave them waiting; it has to live, to serve
/// again when they are gone, and to give the memory back.
/// </summary>
internal static class ExcessRun
{
    private const int Holders = 2;
    private const int ConnectionsEach = 10_000;
    private const long AllowedGrowthBytes = 10_000_000;

    private const string Conf = """
        server {
          listen 127.0.0.1:{port};

          location / {
            return 200 "served";
          }
        }
        """;

    public static bool Run(Options options)
    {
        var binary = new ServerBinary(options.Engine);
        using var workplace = new Workplace { WorkerConnections = 1024 };
        workplace.WriteScenario(binary, Conf);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        server.Probe();
        var before = server.ServingResidentBytes;
        var serving = server.ServingProcessId;

        var holders = Enumerable.Range(0, Holders).Select(_ => StartHolder(server.Port, options.ClientCore)).ToArray();
        foreach (var holder in holders)
            Console.WriteLine($"  {ConnectionsEach} connections: {holder.StandardOutput.ReadLine()}");
        var held = server.ServingResidentBytes;
        foreach (var holder in holders)
            Release(holder);

        var wait = server.Probe();
        var after = server.RestingResidentBytes(before);
        Console.WriteLine($"  answers {wait.TotalMilliseconds:0.0} ms after they are gone; resident: {before / 1e6:0.0} MB before, "
            + $"{held / 1e6:0.0} MB meanwhile, {after / 1e6:0.0} MB after");
        return server.ServingProcessId == serving && after - before <= AllowedGrowthBytes;
    }

    private static Process StartHolder(int port, int core)
    {
        var start = new ProcessStartInfo("taskset")
        {
            ArgumentList =
            {
                "-c", core.ToString(CultureInfo.InvariantCulture), Path.Combine(AppContext.BaseDirectory, "Engine.Bench.Load"),
                ConnectionHolder.Verb, port.ToString(CultureInfo.InvariantCulture), ConnectionsEach.ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static void Release(Process holder)
    {
        holder.StandardInput.Close();
        holder.WaitForExit();
        holder.Dispose();
    }
}
