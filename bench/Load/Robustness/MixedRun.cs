using System.Globalization;
using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Robustness;

/// <summary>
/// Minutes of Lua code that waits in every way: cosockets, timers, light threads, captures, semaphores, coroutines, and clients that leave at
/// random points (a fixed seed). Memory, descriptors and Lua's references end as they began.
/// </summary>
internal static class MixedRun
{
    private const int Seed = 20_26;
    private const int Clients = 40;
    private const long AllowedGrowthBytes = 10_000_000;
    private const double AllowedLuaGrowthKb = 256;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<bool> RunAsync(Options options)
    {
        var binary = new ServerBinary(options.Engine);
        using var workplace = new Workplace();
        workplace.WriteScenario(binary, await File.ReadAllTextAsync(SourceTree.PathOf("bench", "Load", "mixed.conf")));
        using var server = new RunningServer(binary, workplace, options.ServerCore);

        // Pools fill, and everything is compiled that ever is.
        await LoadAsync(server.Port, WarmUp, Seed);
        var before = await RestAsync(server, resident: 0);
        var ends = await LoadAsync(server.Port, TimeSpan.FromMinutes(options.Minutes), Seed + Clients);
        var after = await RestAsync(server, before.Resident);

        Console.WriteLine($"  {string.Join(", ", ends.Select(pair => $"{pair.Value} x {pair.Key}"))}");
        Console.WriteLine($"  before: {before}");
        Console.WriteLine($"  after:  {after}");
        var alerts = workplace.ErrorLog.Split('\n').Count(static line => line.Contains("[alert]", StringComparison.Ordinal) || line.Contains("[error]", StringComparison.Ordinal));
        Console.WriteLine($"  {alerts} errors in the log");
        return alerts == 0
            && !ends.ContainsKey("wrong")
            && after.Files <= before.Files
            && after.References <= before.References
            && after.LuaKb - before.LuaKb <= AllowedLuaGrowthKb
            && after.Resident - before.Resident <= AllowedGrowthBytes;
    }

    private static async Task<SortedDictionary<string, int>> LoadAsync(int port, TimeSpan duration, int seed)
    {
        using var enough = new CancellationTokenSource(duration);
        var clients = Enumerable.Range(0, Clients).Select(number => new MixedClient(port, new Random(seed + number))).ToArray();
        await Task.WhenAll(clients.Select(client => client.RunAsync(enough.Token)));
        var ends = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (end, count) in clients.SelectMany(static client => client.Ends))
            ends[end] = ends.GetValueOrDefault(end) + count;
        return ends;
    }

    /// <summary>Nothing runs any more: what is left is what the server keeps.</summary>
    private static async Task<State> RestAsync(RunningServer server, long resident)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var state = Ask(server);
            if (state.IsAtRest || patience.IsCancellationRequested)
                return state with { Resident = server.RestingResidentBytes(resident), Files = server.OpenFiles };
            await Task.Delay(200, CancellationToken.None);
        }
    }

    private static State Ask(RunningServer server)
    {
        using var client = new BlockingClient(server.Port);
        var answer = client.Exchange(BlockingClient.Request("/state"));
        if (answer.Status != 200)
            throw new ServerFailedException($"status {answer.Status}");
        var numbers = answer.Content.Split(' ').Select(static text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new State(numbers[0], (long)numbers[1], numbers[2] == 0 && numbers[3] == 0 && numbers[4] <= 1, 0, 0);
    }

    private readonly record struct State(double LuaKb, long References, bool IsAtRest, long Resident, int Files)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Resident / 1e6:0.0} MB resident, {Files} descriptors, Lua {LuaKb:0} KB, {References} references{(IsAtRest ? "" : ", still at work")}");
    }
}
