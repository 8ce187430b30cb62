using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Core.Loop;
using Engine.Core.Net;
using Engine.Http.Tests.InProcess;
using Engine.Testing;
using SocketAddress = Engine.Core.Net.SocketAddress;

namespace Engine.Http.Tests.Connections;

/// <summary>What a request costs on the managed heap of the worker once it has seen its traffic: nothing.</summary>
internal sealed class ByteBudgetTests
{
    private const int WarmUp = 2_000;
    private const int Measured = 5_000;

    private const string Conf = """
        http {
            access_log off;
            server {
                listen 80;
                server_name a;
                keepalive_requests 1000000;
                location / { return 200 "Hello, world!\n"; }
                location /variables { set $x "$uri $args"; return 200 "$x $host $remote_addr $http_user_agent"; }
                location ~ ^/regex/(?<name>.*)$ { return 200 "$1 $name"; }
                location /rewritten { rewrite ^/rewritten/(.*)$ /variables/$1?a=b last; }
                location /missing { error_page 404 /page; return 404; }
                location /page { return 200 "page"; }
                location /redirect { return 301 /elsewhere; }
            }
            server { server_name b; listen 80; return 200 "b"; }
        }
        """;

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: b\r\n\r\n")]
    [TestCase("GET /variables?a=b HTTP/1.1\r\nHost: a\r\nUser-Agent: test\r\nAccept: */*\r\n\r\n")]
    [TestCase("GET /regex/some HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET /rewritten/some HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET /missing HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET /redirect HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET /%61/../b HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n")]
    public void Request_OnAKeptConnection_AllocatesNothing(string request)
    {
        var loop = new ScriptedLoop();
        using var server = new InProcessServer(Conf, loop);
        var client = server.Connect();
        var bytes = Encoding.Latin1.GetBytes(request);

        ByteBudget.AssertNothingIsAllocated(() => client.SendAndForget(bytes), WarmUp, Measured);

        Assert.That((server.Http.ActiveRequests, loop.Segments.Leased), Is.EqualTo((0, 0)), "an idle connection holds neither a request nor a buffer");
        client.End();
    }

    [Test]
    public void Request_OverASocket_AllocatesNothing()
    {
        using var loop = new EpollEventLoop(0);
        using var server = new InProcessServer(Conf, loop);
        var listening = ListeningSocket.Bind(new SocketAddress(IPAddress.Loopback, 0), new ListenOptions(), out _, out _)!;
        loop.Listen(listening, server.Acceptor);
        var thread = new Thread(loop.Run);
        thread.Start();
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            socket.Connect(IPAddress.Loopback, listening.Address.Port);
            var request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray();
            Exchange(socket, request, WarmUp);
            var meter = new HeapMeter();
            meter.Read(loop);
            var before = meter.Bytes;
            Exchange(socket, request, Measured);
            meter.Read(loop);

            Assert.That(meter.Bytes - before, Is.Zero, $"{(meter.Bytes - before) / (double)Measured} bytes a request");
        }

        Assert.That(SafetyTimeout.WaitUntil(() => loop.ConnectionCount == 0), Is.True);
        loop.Stop();
        thread.Join();
        listening.Close(removePath: false);
    }

    private static void Exchange(Socket socket, byte[] request, int times)
    {
        var answer = new byte[4096];
        for (var i = 0; i < times; i++)
        {
            socket.Send(request);
            var length = 0;
            while (!answer.AsSpan(0, length).EndsWith("world!\n"u8))
                length += socket.Receive(answer, length, answer.Length - length, SocketFlags.None);
        }
    }
}
