using Engine.Testing;

namespace Engine.Upstream.Tests.Proxy;

/// <summary>Responses that two readers could frame differently, or that break off.</summary>
public sealed class ResponseFramingTests
{
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "upstream sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", "upstream sent duplicate header line: \"Content-Length: 3\"")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nab", "upstream sent duplicate header line: \"Content-Length: 2\"")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: +2\r\n\r\nab", "upstream sent invalid \"Content-Length\" header: \"+2\"")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "upstream sent unknown \"Transfer-Encoding\": \"chunked, identity\"")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "upstream sent duplicate header line: \"Transfer-Encoding: chunked\"")]
    [TestCase("<html>what HTTP/0.9 would send</html>", "upstream sent no valid HTTP/1.0 header")]
    [TestCase("HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n", "upstream sent invalid header: \"Bad Name: x\"")]
    [TestCase("HTTP/1.1 200 OK\r\nX: x\r\n folded\r\n\r\n", "upstream sent invalid header: \" folded\"")]
    [TestCase("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "upstream sent invalid header: \"no colon\"")]
    [TestCase("HTTP/1.1 200 OK\r\nX: ", "upstream prematurely closed connection while reading response header from upstream")]
    [TestCase("", "upstream prematurely closed connection while reading response header from upstream")]
    public void Head_Wrong_Is502(string response, string message)
    {
        using var peer = new ScriptedPeer(response);
        using var server = Start(peer.Port);
        Assert.That(server.Get("/").Status, Is.EqualTo(502));
        server.ErrorLog.WaitForLine(message);
    }

    [Test]
    public void Head_SwitchNobodyAskedFor_IsPassedOnWithNothingBehindIt()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", closes: false);
        using var server = Start(peer.Port);
        using var client = RawConnection.Open(server.Port);
        client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /pipelined HTTP/1.1\r\nHost: x\r\n\r\n");
        var answer = client.ReadToEnd();
        Assert.That(answer, Does.StartWith("HTTP/1.1 101 ").And.Contain("Upgrade: x\r\n").And.EndsWith("\r\n\r\n"));
        Assert.That(answer, Does.Not.Contain("200 OK").And.Not.Contain("Content-Length"));
        server.ErrorLog.WaitForLine("upstream sent 101 without a request to upgrade");
    }

    [Test]
    public void Head_SwitchForAClientOfHttp10_Is502()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nraw");
        using var server = Start(peer.Port);
        using var client = RawConnection.Open(server.Port);
        client.Send("GET / HTTP/1.0\r\nHost: x\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        Assert.That(client.ReadToEnd(), Does.StartWith("HTTP/1.1 502 "));
        server.ErrorLog.WaitForLine("upstream sent 101 to a request that can't be upgraded");
    }

    [Test]
    public void Head_InterimResponses_AreSkipped()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        using var server = Start(peer.Port);
        var response = server.Get("/");
        Assert.That((response.Status, response.Body, response.Header("Link")), Is.EqualTo((200, "ok", (string?)null)));
    }

    [Test]
    public void Head_InterimResponsesWithoutEnd_Is502()
    {
        using var peer = new ScriptedPeer(string.Concat(Enumerable.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 100)), closes: false);
        using var server = Start(peer.Port);
        Assert.That(server.Get("/").Status, Is.EqualTo(502));
        server.ErrorLog.WaitForLine("upstream sent too many interim responses");
    }

    [Test]
    public void Head_LargerThanItsBuffer_Is502()
    {
        using var peer = new ScriptedPeer($"HTTP/1.1 200 OK\r\nX: {new string('x', 5000)}\r\n\r\n");
        using var server = Start(peer.Port);
        Assert.That(server.Get("/").Status, Is.EqualTo(502));
        server.ErrorLog.WaitForLine("upstream sent too big header while reading response header from upstream");
    }

    [TestCase(204)]
    [TestCase(304)]
    public void Body_BehindAStatusWithoutBody_IsNobodys(int status)
    {
        var requests = 0;
        using var peer = new ScriptedPeer((_, socket) => ScriptedPeer.Write(socket, Interlocked.Increment(ref requests) == 1
            ? $"HTTP/1.1 {status} X\r\nContent-Length: 30\r\n\r\nHTTP/1.1 200 OK\r\nX-Smuggled: 1\r\n\r\n"
            : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal"));
        using var server = Start(peer.Port);
        Assert.That(server.Get("/").Status, Is.EqualTo(status));
        var second = server.Get("/");
        Assert.That((second.Body, second.Header("X-Smuggled")), Is.EqualTo(("real", (string?)null)));
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort")]
    [TestCase("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n")]
    public void Body_BreaksOff_EndsTheClientsConnectionWithoutEnd(string response)
    {
        using var peer = new ScriptedPeer(response);
        using var server = Start(peer.Port);
        using var client = RawConnection.Open(server.Port);
        client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        var received = client.ReadToEnd();
        Assert.That(received, Does.Contain("short").And.Not.Contain("\r\n0\r\n"));
        server.ErrorLog.WaitForLine("upstream prematurely closed connection while reading upstream");
    }

    [Test]
    public void Body_InvalidChunk_EndsTheClientsConnection()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a\nb\r\nwrong\r\n0\r\n\r\n");
        using var server = Start(peer.Port);
        using var client = RawConnection.Open(server.Port);
        client.Send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.That(client.ReadToEnd(), Does.Not.Contain("wrong"));
        server.ErrorLog.WaitForLine("upstream sent invalid chunked response while reading upstream");
    }

    [Test]
    public void Body_MoreThanAnnounced_IsCutAndTheConnectionNotKept()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbad", closes: false);
        using var server = Start(peer.Port);
        Assert.That(server.Get("/").Body + server.Get("/").Body, Is.EqualTo("okok"));
        Assert.That(peer.Connections, Is.EqualTo(2));
    }

    [Test]
    public void Connection_ResponseComplete_IsUsedAgain()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", closes: false);
        using var server = Start(peer.Port);
        Assert.That(server.Get("/").Body + server.Get("/").Body + server.Get("/").Body, Is.EqualTo("okokok"));
        Assert.That(peer.Connections, Is.EqualTo(1));
    }

    [Test]
    public void Connection_ClosedWhileKept_IsReplacedWithoutTheClientNoticing()
    {
        var requests = 0;
        // The second request of a connection is answered by closing it.
        using var peer = new ScriptedPeer((_, socket) =>
            Interlocked.Increment(ref requests) % 2 == 1 && ScriptedPeer.Write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        using var server = Start(peer.Port);
        Assert.That(server.Get("/").Body + server.Get("/").Body, Is.EqualTo("okok"));
    }

    private static ServerUnderTest Start(int port) => ServerUnderTest.Start($$"""
        error_log logs/error.log info;
        events {}
        http {
            server { listen 127.0.0.1:{port}; location / { proxy_pass http://127.0.0.1:{{port}}; } }
        }
        """);
}
