using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Bench.Load.Clients;
using Engine.Bench.Load.Servers;
using Engine.Testing;

namespace Engine.Bench.Load.Robustness;

/// <summary>
/// 100,000 connections, each with a damaged request from a fixed seed: each gets a proper answer or is closed, in time, the same process
/// goes on serving, and memory returns.
/// </summary>
internal static class GarbageRun
{
    private const int Count = 100_000;
    private const int AtOnce = 50;
    private const long AllowedGrowthBytes = 10_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const string Conf = """
        client_max_body_size 1k;
        client_body_buffer_size 16;
        lingering_timeout 1s;

        server {
          listen 127.0.0.1:{port};
          server_name a ~^(?<name>\w+)\.example$;

          location / {
            return 200 "$uri $args $name";
          }
          location /echo {
            content_by_lua_block {
              ngx.req.read_body()
              ngx.print(ngx.req.get_body_data())
            }
          }
          location /small {
            client_max_body_size 10;
            return 200;
          }
          location /rewrite {
            rewrite ^/rewrite/(.*)$ /other/$1?x=$1;
          }
        }
        """;

    public static async Task<bool> RunAsync(Options options)
    {
        var binary = new ServerBinary(options.Engine);
        using var workplace = new Workplace();
        workplace.WriteScenario(binary, Conf);
        using var server = new RunningServer(binary, workplace, options.ServerCore);
        server.Probe();
        var before = server.ServingResidentBytes;
        var serving = server.ServingProcessId;

        var ends = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(part => SendAsync(server.Port, part)));
        server.Probe();
        var after = server.RestingResidentBytes(before);
        var seen = ends.SelectMany(end => end).CountBy(end => end).OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        Console.WriteLine($"  {string.Join(", ", seen.Select(pair => $"{pair.Value} x {pair.Key}"))}");
        Console.WriteLine($"  resident: {before / 1e6:0.0} MB before, {after / 1e6:0.0} MB after");
        return server.ServingProcessId == serving && seen.All(pair => IsRight(pair.Key)) && after - before <= AllowedGrowthBytes;
    }

    private static bool IsRight(string end) =>
        end is "closed" or "HTTP/0.9" || (int.TryParse(end, CultureInfo.InvariantCulture, out var status) && status is >= 100 and < 500 or 501 or 505);

    private static async Task<List<string>> SendAsync(int port, int part)
    {
        var random = new Random(DamagedRequests.Seed + part);
        var ends = new List<string>();
        for (var i = 0; i < Count / AtOnce; i++)
            ends.Add(await SendOneAsync(port, DamagedRequests.Next(random)));
        return ends;
    }

    /// <summary>The status of the first answer, or what came instead of one.</summary>
    private static async Task<string> SendOneAsync(int port, byte[] input)
    {
        using var timeout = new CancellationTokenSource(Patience);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        var answer = new StringBuilder();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, timeout.Token);
            await socket.SendAsync(input, timeout.Token);
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[16 * 1024];
            while (await socket.ReceiveAsync(buffer, timeout.Token) is var received && received > 0)
                answer.Append(Encoding.Latin1.GetString(buffer, 0, received));
        }
        catch (OperationCanceledException)
        {
            return "not ended in time";
        }
        catch (SocketException failure) when (failure.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
        {
            // Closed with bytes of ours unread: the answer, if there was one, came before.
        }

        return Name(answer.ToString());
    }

    private static string Name(string answer)
    {
        if (answer.Length == 0)
            return "closed";
        return answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && answer.Length >= 12 ? answer[9..12] : "HTTP/0.9";
    }
}
