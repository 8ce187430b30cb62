using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Robustness;

/// <summary>
/// Clients that take their time, of each kind a hundred at once, against timeouts of four seconds: a client that is too slow is
/// answered with 408 or closed, one that is slow but within its time is served, and nobody else waits for them.
/// </summary>
internal static class SlowClientsRun
{
    private const int ClientsOfAKind = 100;
    private const int LargeFileBytes = 16 << 20;
    private const int ReadingSeconds = 8;
    private const long AllowedGrowthBytes = 10_000_000;

    private static readonly TimeSpan AllowedWait = TimeSpan.FromMilliseconds(250);

    private const string Conf = """
        client_header_timeout 4s;
        client_body_timeout 4s;
        send_timeout 4s;

        server {
          listen 127.0.0.1:{port};
          root {root}/html;

          location = / {
            content_by_lua_block {
              ngx.req.read_body()
              ngx.say("served ", ngx.req.get_body_data())
            }
          }
        }
        """;

    public static async Task<bool> RunAsync(Options options)
    {
        var binary = new ServerBinary(options.Engine);
        using var workplace = new Workplace();
        await File.WriteAllBytesAsync(workplace.PathOf("html/large.bin"), new byte[LargeFileBytes]);
        workplace.WriteScenario(binary, Conf);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        var others = new RequestCounts();
        using var enough = new CancellationTokenSource();
        using var other = new ClientConnection(server.Port, BlockingClient.Request("/"), others);
        var running = other.RunAsync(enough.Token);
        await Task.Delay(TimeSpan.FromSeconds(1));
        var before = server.ServingResidentBytes;

        var port = server.Port;
        bool[] expected =
        [
            await ExpectAsync("one byte of the header fields a second", ["408", SlowClient.Closed],
                client => client.SendSlowlyAsync(port, "GET / HTTP/1.1\r\nHost: localhost\r\n", "X-Slow: yes\r\n\r\n")),
            await ExpectAsync("one byte of the body a second", ["200"],
                client => client.SendSlowlyAsync(port, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\n", "slowbody")),
            await ExpectAsync("half of a body", ["408", SlowClient.Closed],
                client => client.SendSlowlyAsync(port, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8\r\n\r\nhalf", "")),
            await ExpectSlowReadersClosedAsync(server),
        ];

        await enough.CancelAsync();
        await running;
        var after = server.RestingResidentBytes(before);
        Console.WriteLine($"  another client meanwhile: {others}");
        Console.WriteLine($"  resident: {before / 1e6:0.0} MB before, {after / 1e6:0.0} MB after");
        return !expected.Contains(false) && others.Failed == 0 && others.LongestWait <= AllowedWait && after - before <= AllowedGrowthBytes;
    }

    private static async Task<bool> ExpectSlowReadersClosedAsync(RunningServer server)
    {
        var others = server.OpenFiles;
        var clients = Enumerable.Range(0, ClientsOfAKind).Select(_ => new SlowClient()).ToArray();
        await Task.WhenAll(clients.Select(
            client => client.ReadSlowlyAsync(server.Port, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n", ReadingSeconds)));
        var open = server.OpenFiles - others;
        foreach (var client in clients)
            client.Dispose();
        Console.WriteLine($"  one byte of the answer read a second: {open} of {ClientsOfAKind} still open (expected: 0)");
        return open <= 0;
    }

    private static async Task<bool> ExpectAsync(string what, string[] expected, Func<SlowClient, Task<string>> run)
    {
        var clients = Enumerable.Range(0, ClientsOfAKind).Select(_ => new SlowClient()).ToArray();
        var ends = await Task.WhenAll(clients.Select(run));
        foreach (var client in clients)
            client.Dispose();
        var seen = ends.CountBy(end => end).ToDictionary();
        Console.WriteLine($"  {what}: {string.Join(", ", seen.Select(pair => $"{pair.Value} x {pair.Key}"))} (expected: {string.Join(" or ", expected)})");
        return seen.Keys.All(expected.Contains);
    }
}
