using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Measures;

/// <summary>
/// What 10,000 idle keep-alive connections cost: resident growth of the serving process between the end of a warm-up and the moment
/// when each of them has had one answer, and what of it is left when they are closed.
/// </summary>
internal static class IdleMeasure
{
    public const string Name = "idle";

    private const int IdleConnections = 10_000;
    private const int WarmUpSeconds = 1;
    private const int WarmUpConnections = 64;

    public static void Run(Options options)
    {
        foreach (var binary in (ServerBinary[])[new(options.Engine), new(options.Nginx)])
            Measure(options, binary);
    }

    private static void Measure(Options options, ServerBinary binary)
    {
        var scenario = Scenario.Load("return200");
        using var workplace = new Workplace();
        workplace.WriteScenario(binary, scenario.Conf);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        var request = BlockingClient.Request(scenario.Target);
        using (var first = new BlockingClient(server.Port))
            first.Exchange(request);
        var idle = server.ServingResidentBytes;
        var all = server.AllResidentBytes;
        Console.WriteLine($"{Name}: {binary.FilePath}: {idle / 1e6:0.0} MB resident after the first answer, {all / 1e6:0.0} MB with its master");

        Wrk.Run(server.Port, scenario, WarmUpConnections, WarmUpSeconds, options.ClientCore);
        var before = server.ServingResidentBytes;
        var openFiles = server.OpenFiles;
        var clients = Enumerable.Range(0, IdleConnections).Select(_ => new BlockingClient(server.Port)).ToArray();
        foreach (var client in clients)
            client.Exchange(request);
        var held = server.ServingResidentBytes - before;
        foreach (var client in clients)
            client.Dispose();
        if (!SafetyTimeout.WaitUntil(() => server.OpenFiles <= openFiles))
            throw new ServerFailedException("the server keeps connections that its clients have closed");
        var left = server.RestingResidentBytes(before) - before;
        Console.WriteLine($"{Name}: {binary.FilePath}: {held / IdleConnections} bytes a connection ({held / 1e6:0.0} MB for {IdleConnections}), "
            + $"{left / 1e6:0.0} MB left after they closed");
    }
}
