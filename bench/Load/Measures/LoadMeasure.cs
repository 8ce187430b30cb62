using System.IO.Compression;
using System.Text;
using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Measures;

/// <summary>
/// A scenario at one number of connections: rounds in which Engine and nginx run one after the other, each freshly started, and the
/// medians of the ratios of a round. What disturbs the machine for a while hits both runs of a round.
/// </summary>
internal sealed class LoadMeasure(Options options, Scenario scenario)
{
    private const int WarmUpSeconds = 1;

    private readonly ServerBinary engine = new(options.Engine);
    private readonly ServerBinary nginx = new(options.Nginx);

    public void Run()
    {
        using var peers = new Peers(scenario, options);
        ExpectEqualAnswers(peers.Conf);
        foreach (var connections in options.Connections is { } chosen ? [chosen] : scenario.Connections)
            LoadReport.Print(scenario.Name, connections, Rounds(connections, peers.Conf));
    }

    private List<Round> Rounds(int connections, string conf)
    {
        var rounds = new List<Round>();
        for (var i = 0; i < options.Rounds; i++)
        {
            // Who goes first alternates as well.
            var engineFirst = i % 2 == 0;
            var first = Run(engineFirst ? engine : nginx, connections, conf);
            var second = Run(engineFirst ? nginx : engine, connections, conf);
            rounds.Add(engineFirst ? new Round(first, second) : new Round(second, first));
        }

        return rounds;
    }

    private Sample Run(ServerBinary binary, int connections, string conf)
    {
        using var workplace = new Workplace();
        workplace.Workers = scenario.Workers;
        workplace.WriteScenario(binary, conf, scenario.Block);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        _ = Wrk.Run(server.Port, scenario, connections, WarmUpSeconds, options.ClientCore);
        var before = server.CpuSeconds;
        var figures = Wrk.Run(server.Port, scenario, connections, options.Seconds, options.ClientCore);
        var cpuSeconds = server.CpuSeconds - before;
        if (figures.StatusErrors > 0 || figures.SocketErrors > 0)
            throw new ServerFailedException(
                $"{binary.FilePath}: {figures.StatusErrors} answers with an error status, {figures.SocketErrors} socket errors; {workplace.ErrorLog}");
        return new Sample(
            cpuSeconds * 1e6 / figures.Requests,
            figures.RequestsPerSecond,
            figures.P99.TotalMilliseconds,
            server.AllResidentBytes / 1e6);
    }

    private void ExpectEqualAnswers(string conf)
    {
        var expected = Answer(nginx, conf);
        var answer = Answer(engine, conf);
        if (answer != expected)
            throw new ServerFailedException($"answers differ: {Start(answer)}; nginx: {Start(expected)}");
    }

    private string Answer(ServerBinary binary, string conf)
    {
        using var workplace = new Workplace();
        workplace.Workers = scenario.Workers;
        workplace.WriteScenario(binary, conf, scenario.Block);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        using var client = new BlockingClient(server.Port);
        var answer = client.Exchange(BlockingClient.Request(scenario.Target, scenario.BodySize, scenario.Fields));
        return answer.Status == 200
            ? Decompressed(answer.Content)
            : throw new ServerFailedException($"{binary.FilePath}: status {answer.Status}; {workplace.ErrorLog}");
    }

    /// <summary>Compressed answers need not be the same byte for byte, but what was compressed.</summary>
    /// <param name="content">A byte in each character.</param>
    private static string Decompressed(string content)
    {
        var bytes = Encoding.Latin1.GetBytes(content);
        if (bytes is not [0x1f, 0x8b, ..])
            return content;
        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static string Start(string answer) => answer.Length > 200 ? $"{answer[..200]}... ({answer.Length} bytes)" : answer;
}
