using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Bench.Load.Robustness;

/// <summary>Asks for one kind of work after the other, and leaves in the middle of every third.</summary>
internal sealed class MixedClient(int port, Random random)
{
    private const int MostMsBeforeLeaving = 30;

    private static readonly string[] Kinds = ["socket", "threads", "captures", "timers", "coroutines", "semaphores", "output", "body"];

    private readonly byte[] buffer = new byte[16 * 1024];

    /// <summary>How often a request came to what.</summary>
    public Dictionary<string, int> Ends { get; } = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            var end = await ExchangeAsync(Kinds[random.Next(Kinds.Length)], leaves: random.Next(3) == 0);
            Ends[end] = Ends.GetValueOrDefault(end) + 1;
        }
    }

    private async Task<string> ExchangeAsync(string kind, bool leaves)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            var request = Encoding.ASCII.GetBytes($"POST /{kind} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 20\r\n\r\n12345678901234567890");
            await socket.SendAsync(request.AsMemory(0, leaves && random.Next(4) == 0 ? random.Next(1, request.Length) : request.Length));
            if (!leaves)
                return await ReadAsync(socket, kind);
            await Task.Delay(random.Next(MostMsBeforeLeaving));
            // Half of them with a reset.
            if (random.Next(2) == 0)
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
            return "left";
        }
        catch (SocketException)
        {
            return "failed";
        }
    }

    private async Task<string> ReadAsync(Socket socket, string kind)
    {
        var answer = new StringBuilder();
        while (await socket.ReceiveAsync(buffer) is var received and > 0)
            answer.Append(Encoding.ASCII.GetString(buffer, 0, received));
        return answer.ToString().Contains($"{kind} done", StringComparison.Ordinal) ? "answered" : "wrong";
    }
}
