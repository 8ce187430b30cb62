using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Robustness;

/// <summary>500 connections that never pause, and something that happens to the server at a fixed interval meanwhile.</summary>
internal sealed class DisturbedLoad : IDisposable
{
    public const int Connections = 500;

    private const int LeastDisturbances = 5;

    private const string Conf = """
        server {
          listen 127.0.0.1:{port};

          location / {
            return 200 "generation {generation}";
          }
        }
        """;

    private readonly Workplace workplace = new();
    private readonly ServerBinary binary;

    public DisturbedLoad(Options options)
    {
        binary = new ServerBinary(options.Engine);
        WriteGeneration(0);
        Server = new RunningServer(binary, workplace, options.ServerCore);
    }

    public RunningServer Server { get; }

    public string ErrorLog => workplace.ErrorLog;

    public void WriteGeneration(int generation) =>
        workplace.WriteScenario(binary, Conf.Replace("{generation}", $"{generation}", StringComparison.Ordinal));

    /// <summary>Until that many requests have had their answers and the disturbance, which is told its number, has come a few times.</summary>
    public async Task<RequestCounts> RunAsync(long requests, TimeSpan interval, Action<int> disturb)
    {
        var counts = new RequestCounts();
        using var enough = new CancellationTokenSource();
        var request = BlockingClient.Request("/");
        var connections = Enumerable.Range(0, Connections).Select(_ => new ClientConnection(Server.Port, request, counts)).ToArray();
        var running = connections.Select(connection => connection.RunAsync(enough.Token)).ToArray();
        using var timer = new PeriodicTimer(interval);
        for (var number = 1; counts[Outcome.Answered] < requests || number <= LeastDisturbances; number++)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            disturb(number);
        }

        // What the last disturbance breaks is counted as well.
        await timer.WaitForNextTickAsync(CancellationToken.None);
        await enough.CancelAsync();
        await Task.WhenAll(running);
        return counts;
    }

    public void Dispose()
    {
        Server.Dispose();
        workplace.Dispose();
    }
}
