using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Http.Tests.InProcess;
using Engine.Testing;
using SocketAddress = Engine.Core.Net.SocketAddress;

namespace Engine.Http.Tests.Modules;

/// <summary>What it costs on the managed heap to pass requests on over kept connections, many at a time: nothing.</summary>
internal sealed class ProxyByteBudgetTests
{
    private const int Clients = 20;
    private const int WarmUp = 500;
    private const int Measured = 500;

    private static readonly int ReceiveTimeoutMs = (int)SafetyTimeout.Value.TotalMilliseconds;

#if DEBUG
    private const int MethodBytes = 400;
#else
    private const int MethodBytes = 0;
#endif

    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n";

    /// <param name="request">What each client sends, in pieces that "|" stands between: the server waits for the next.</param>
    /// <param name="response">What the upstream answers when all requests are there, in pieces too.</param>
    /// <param name="end">How the response that a client gets ends.</param>
    /// <param name="methods">How many asynchronous methods it takes: without optimisation the compiler makes each an object.</param>
    [TestCase(Get, "HTTP/1.1 200 OK\r\nServer: some\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello", "hello", 1)]
    [TestCase(Get, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n|hello|world", "world", 2)]
    [TestCase(Get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n", "world\r\n0\r\n\r\n", 2)]
    [TestCase(Get, "HTTP/1.1 204 No Content\r\n\r\n", "\r\n\r\n", 1)]
    [TestCase("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", "\r\n\r\n", 1)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nthere", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback", "back", 4)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n|the|re", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback", "back", 9)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n|there\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nback", "back", 9)]
    public void Requests_ThatWaitForAnUpstreamAtTheSameTime_AllocateNothing(string request, string response, string end, int methods)
    {
        using var peers = new TcpListener(IPAddress.Loopback, 0);
        peers.Start();
        using var loop = new EpollEventLoop(0);
        using var server = new InProcessServer(ConfFor(((IPEndPoint)peers.LocalEndpoint).Port), loop);
        var listening = ListeningSocket.Bind(new SocketAddress(IPAddress.Loopback, 0), new ListenOptions(), out _, out _)!;
        loop.Listen(listening, server.Acceptor);
        var thread = new Thread(loop.Run);
        thread.Start();
        var allocated = 0L;
        try
        {
            var meter = new HeapMeter();
            using var round = new Round(Connect(listening.Address.Port), peers, request, response, end) { BetweenPieces = () => meter.Read(loop) };
            round.Repeat(WarmUp);
            meter.Read(loop);
            var before = meter.Bytes;
            round.Repeat(Measured);
            meter.Read(loop);
            allocated = meter.Bytes - before;
        }
        finally
        {
            SafetyTimeout.WaitUntil(() => loop.ConnectionCount == 0);
            loop.Stop();
            thread.Join();
            listening.Close(removePath: false);
        }

        Assert.That(allocated / (double)Measured / Clients, Is.LessThanOrEqualTo(methods * MethodBytes), "bytes a request");
    }

    private static string ConfFor(int port) => $$"""
        http {
            access_log off;
            upstream peers { server 127.0.0.1:{{port}}; keepalive 32; keepalive_requests 1000000; }
            server {
                listen 80;
                keepalive_requests 1000000;
                location / {
                    proxy_pass http://peers;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_set_header X-Real-IP $remote_addr;
                }
            }
        }
        """;

    private static Socket[] Connect(int port)
    {
        var clients = new Socket[Clients];
        for (var i = 0; i < Clients; i++)
        {
            clients[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = ReceiveTimeoutMs };
            clients[i].Connect(IPAddress.Loopback, port);
        }

        return clients;
    }

    /// <summary>All clients ask, each on a connection of its own to the upstream, which answers when it has all requests.</summary>
    private sealed class Round(Socket[] clients, TcpListener listener, string request, string response, string end) : IDisposable
    {
        private readonly byte[][] requestPieces = PiecesOf(request);
        private readonly byte[][] responsePieces = PiecesOf(response);
        private readonly byte[] requestEnd = Encoding.Latin1.GetBytes(request.Contains("chunked", StringComparison.Ordinal) ? "there" : request.Replace("|", "", StringComparison.Ordinal)[^4..]);
        private readonly byte[] responseEnd = Encoding.Latin1.GetBytes(end);
        private readonly byte[] buffer = new byte[16 * 1024];
        private readonly List<Socket> peers = [];

        /// <summary>The server has taken what was sent before.</summary>
        public required Action BetweenPieces { get; init; }

        public void Repeat(int times)
        {
            for (var i = 0; i < times; i++)
                Run();
        }

        public void Dispose()
        {
            Array.ForEach(clients, static client => client.Dispose());
            peers.ForEach(static peer => peer.Dispose());
        }

        private void Run()
        {
            SendAll(clients, requestPieces);
            while (peers.Count < Clients)
                Accept();
            foreach (var peer in peers)
                ReceiveUpTo(peer, requestEnd);
            SendAll(peers, responsePieces);
            foreach (var client in clients)
                ReceiveUpTo(client, responseEnd);
        }

        private void SendAll(IReadOnlyList<Socket> sockets, byte[][] pieces)
        {
            for (var i = 0; i < pieces.Length; i++)
            {
                if (i > 0)
                    BetweenPieces();
                foreach (var socket in sockets)
                    socket.Send(pieces[i]);
            }
        }

        private static byte[][] PiecesOf(string text) => Array.ConvertAll(text.Split('|'), Encoding.Latin1.GetBytes);

        private void Accept()
        {
            var peer = listener.AcceptSocket();
            peer.NoDelay = true;
            peer.ReceiveTimeout = ReceiveTimeoutMs;
            peers.Add(peer);
        }

        private void ReceiveUpTo(Socket socket, ReadOnlySpan<byte> ending)
        {
            var length = 0;
            while (!buffer.AsSpan(0, length).EndsWith(ending))
            {
                var received = socket.Receive(buffer.AsSpan(length));
                Assert.That(received, Is.Positive);
                length += received;
            }
        }
    }
}
