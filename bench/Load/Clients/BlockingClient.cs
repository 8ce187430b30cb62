using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Engine.Bench.Load.Clients;

/// <summary>One connection to loopback that sends a request and waits for its answer.</summary>
internal sealed class BlockingClient : IDisposable
{
    private const int AnswerTimeoutMs = 10_000;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        SendTimeout = AnswerTimeoutMs,
    };

    public BlockingClient(int port, int answerTimeoutMs = AnswerTimeoutMs)
    {
        socket.ReceiveTimeout = answerTimeoutMs;
        socket.Connect(IPAddress.Loopback, port);
    }

    public static byte[] Request(string target, params IEnumerable<string> fields) =>
        Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n");

    /// <summary>The same with a body of that size, unless it is 0.</summary>
    public static byte[] Request(string target, int bodySize, IEnumerable<string> fields) => bodySize == 0
        ? Request(target, fields)
        : Encoding.Latin1.GetBytes($"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {bodySize}\r\n{string.Concat(fields.Select(field => field + "\r\n"))}\r\n{new string('x', bodySize)}");

    public AnswerParser Exchange(ReadOnlySpan<byte> request)
    {
        socket.Send(request);
        var answer = new AnswerParser();
        Span<byte> buffer = stackalloc byte[4096];
        while (true)
        {
            var received = socket.Receive(buffer);
            if (received == 0)
                throw new IOException("the server closed the connection before its answer was complete");
            var state = answer.Take(buffer[..received]);
            if (state == AnswerState.Broken)
                throw new IOException("the server sent what is no HTTP/1.1 answer");
            if (state == AnswerState.Complete)
                return answer;
        }
    }

    public void Dispose() => socket.Dispose();
}
