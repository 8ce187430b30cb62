using System.Diagnostics;
using System.Globalization;
using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Robustness;

/// <summary>A scan of 1,000,000 keys in portions delays no request by more than 5 ms.</summary>
internal static class ScanRun
{
    private const int Scans = 2;
    private const double MostDelayMs = 5;

    private const string Conf = """
        lua_shared_dict large 300m;

        server {
          listen 127.0.0.1:{port};

          location = /fill {
            content_by_lua_block {
              for i = 1, 1000000 do
                assert(ngx.shared.large:set("key" .. i, i))
              end
              ngx.say("filled")
            }
          }

          location = /scan {
            content_by_lua_block {
              local large, count, cursor = ngx.shared.large, 0, 0
              repeat
                local keys
                keys, cursor = large:scan(cursor, 2000)
                count = count + #keys
                ngx.sleep(0)
              until cursor == 0
              ngx.print(count)
            }
          }

          location = /use {
            content_by_lua_block {
              local key = "key" .. math.random(1000000)
              ngx.shared.large:set(key, ngx.shared.large:get(key))
              ngx.print("used")
            }
          }
        }
        """;

    public static async Task<bool> RunAsync(Options options)
    {
        var binary = new ServerBinary(options.Engine);
        using var workplace = new Workplace();
        workplace.WriteScenario(binary, Conf);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        Ask(server.Port, "/fill");

        using var quiet = new CancellationTokenSource(TimeSpan.FromSeconds(options.Seconds));
        var alone = await Task.Run(() => Longest(server.Port, quiet.Token), CancellationToken.None);
        using var scanning = new CancellationTokenSource();
        var use = Task.Run(() => Longest(server.Port, scanning.Token), CancellationToken.None);
        var counts = await Task.Run(() => Enumerable.Range(0, Scans).Select(_ => int.Parse(Ask(server.Port, "/scan"), CultureInfo.InvariantCulture)).ToArray(), CancellationToken.None);
        await scanning.CancelAsync();
        var beside = await use;

        Console.WriteLine($"  {string.Join(", ", counts)} keys; longest wait {alone.Ms:0.0} ms of {alone.Count} requests without a scan, {beside.Ms:0.0} ms of {beside.Count} beside it");
        return counts.All(static count => count == 1_000_000) && beside.Ms - alone.Ms <= MostDelayMs;
    }

    private static (double Ms, int Count) Longest(int port, CancellationToken enough)
    {
        using var client = new BlockingClient(port);
        var request = BlockingClient.Request("/use");
        var (longest, count) = (TimeSpan.Zero, 0);
        for (; !enough.IsCancellationRequested; count++)
        {
            var sentAt = Stopwatch.GetTimestamp();
            client.Exchange(request);
            var waited = Stopwatch.GetElapsedTime(sentAt);
            longest = waited > longest ? waited : longest;
        }

        return (longest.TotalMilliseconds, count);
    }

    private static string Ask(int port, string target)
    {
        using var client = new BlockingClient(port, answerTimeoutMs: 60_000);
        return client.Exchange(BlockingClient.Request(target)).Content;
    }
}
