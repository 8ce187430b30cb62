using System.Buffers;
using System.Net;
using BenchmarkDotNet.Attributes;
using Engine.Core.Net;
using SocketAddress = Engine.Core.Net.SocketAddress;

namespace Engine.Bench.Micro.Loop;

/// <summary>
/// A request and a response over a loopback connection whose two ends are on one loop: two writes, two waits and two reads, with
/// nothing of HTTP in between.
/// </summary>
[MemoryDiagnoser]
public class PipeTurns : IDisposable
{
    private const int Requests = 1000;

    private LoopThread loop = null!;
    private ListeningSocket listening = null!;
    private Connection client = null!;

    [Params("epoll", "sockets")]
    public string Use { get; set; } = "epoll";

    [GlobalSetup]
    public void Connect()
    {
        loop = new LoopThread(Use);
        listening = ListeningSocket.Bind(new SocketAddress(IPAddress.Loopback, 0), new ListenOptions(), out _, out _)!;
        loop.Run(async () =>
        {
            loop.Loop.Listen(listening, new Responder());
            client = (await loop.Loop.CreateConnector().ConnectAsync(listening.Address, ConnectOptions.Default)).Connection!;
        });
    }

    [GlobalCleanup]
    public void Dispose()
    {
        loop.Run(() =>
        {
            client.Close();
            loop.Loop.StopListening(listening);
            return Task.CompletedTask;
        });
        loop.Dispose();
        listening.Close();
        GC.SuppressFinalize(this);
    }

    [Benchmark(OperationsPerInvoke = Requests)]
    public void RequestAndResponse() => loop.Run(async () =>
    {
        for (var i = 0; i < Requests; i++)
        {
            client.Output.Write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
            await client.Output.FlushAsync();
            var response = await client.Input.ReadAsync();
            client.Input.AdvanceTo(response.Buffer.End);
        }
    });

    private sealed class Responder : IConnectionAcceptor
    {
        public async void OnAccepted(Connection connection)
        {
            connection.SetNoDelay(true);
            while (true)
            {
                var request = await connection.Input.ReadAsync();
                if (request.IsCompleted)
                    break;
                connection.Input.AdvanceTo(request.Buffer.End);
                connection.Output.Write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8);
                await connection.Output.FlushAsync();
            }

            connection.Close();
        }
    }
}
