using Engine.Testing;

namespace Engine.Stream.Tests.Proxy;

/// <summary>proxy_pass over UDP.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class DatagramTests
{
    [Test]
    public void Pass_Datagrams_GoBothWaysInOneSession()
    {
        using var peer = DatagramPeer.Answering(static (text, port) => [$"{text}:{port}"]);
        using var server = Start(peer, "");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        var first = client.Ask("a");

        Assert.That(first, Does.StartWith("a:"));
        Assert.That(client.Ask("b"), Is.EqualTo("b" + first[1..]));
    }

    [Test]
    public void Pass_TwoClients_HaveASessionEach()
    {
        using var peer = DatagramPeer.Answering(static (_, port) => [$"{port}"]);
        using var server = Start(peer, "");
        using var one = DatagramPeer.ConnectedTo(server.Port);
        using var two = DatagramPeer.ConnectedTo(server.Port);

        Assert.That(one.Ask("x"), Is.Not.EqualTo(two.Ask("x")));
    }

    [Test]
    public void Pass_EmptyDatagrams_ArePassedToo()
    {
        using var peer = DatagramPeer.Answering(static (text, _) => text.Length == 0 ? ["empty", ""] : []);
        using var server = Start(peer, "");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        Assert.That((client.Ask(""), client.Receive()), Is.EqualTo(("empty", "")));
    }

    [Test]
    public void Pass_TheLongestDatagram_ArrivesWhole()
    {
        using var peer = DatagramPeer.Answering(static (text, _) => [text]);
        using var server = Start(peer, "");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        Assert.That(client.Ask(new string('x', 65507)), Has.Length.EqualTo(65507));
    }

    [Test]
    public void Responses_AsManyAsExpected_EndTheSession()
    {
        using var peer = DatagramPeer.Answering(static (_, port) => [$"{port}", "second"]);
        using var server = Start(peer, "proxy_responses 2;");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        var first = client.Ask("a");
        client.Receive();
        server.ErrorLog.WaitForLine("udp done, packets from/to client:1/2, bytes from/to client:1/");

        Assert.That(client.Ask("b"), Is.Not.EqualTo(first));
    }

    [Test]
    public void Responses_None_TheSessionEndsWithItsRequest()
    {
        using var peer = DatagramPeer.Answering(static (_, _) => []);
        using var server = Start(peer, "proxy_responses 0;");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        client.Send("a");

        server.ErrorLog.WaitForLine("udp done, packets from/to client:1/0, bytes from/to client:1/0, bytes from/to upstream:0/1");
    }

    [Test]
    public void Requests_AsManyAsAllowed_TheNextIsAnotherSessions()
    {
        using var peer = DatagramPeer.Answering(static (_, port) => [$"{port}"]);
        using var server = Start(peer, "proxy_requests 2;");
        using var client = DatagramPeer.ConnectedTo(server.Port);
        string[] ports = [client.Ask("1"), client.Ask("2"), client.Ask("3"), client.Ask("4"), client.Ask("5")];

        Assert.That((ports[1], ports[3]), Is.EqualTo((ports[0], ports[2])));
        Assert.That(ports.Distinct().Count(), Is.EqualTo(3));
    }

    [Test]
    public void Requests_SessionHasEnded_ItsAnswersStillCome()
    {
        using var release = new ManualResetEventSlim();
        using var peer = DatagramPeer.Answering((text, _) =>
        {
            if (text == "slow")
                release.Wait(SafetyTimeout.Value);
            return [text];
        });
        using var server = Start(peer, "proxy_requests 1; proxy_responses 1;");
        using var client = DatagramPeer.ConnectedTo(server.Port);
        client.Send("slow").Send("next");
        server.ErrorLog.WaitForLines("udp proxy 127.0.0.1:", 2);

        release.Set();

        // Two sessions, each with a socket of its own: nobody says whose answer is received first.
        Assert.That(new[] { client.Receive(), client.Receive() }, Is.EquivalentTo(new[] { "slow", "next" }));
    }

    [Test]
    public void Timeout_AnswersAreDue_IsTheUpstreamsFailure()
    {
        using var peer = DatagramPeer.Answering(static (_, _) => []);
        using var server = Start(peer, "proxy_responses 1; proxy_timeout 100ms;");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        client.Send("a");

        server.ErrorLog.WaitForLine("upstream timed out (110: Connection timed out) while proxying connection, udp client: 127.0.0.1, server: 127.0.0.1:");
    }

    [Test]
    public void Timeout_NobodyKnowsHowManyAreDue_EndsTheSession()
    {
        using var peer = DatagramPeer.Answering(static (text, _) => [text]);
        using var server = Start(peer, "proxy_timeout 1s;");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        client.Ask("abc");

        server.ErrorLog.WaitForLine("udp timed out, packets from/to client:1/1, bytes from/to client:3/3, bytes from/to upstream:3/3");
    }

    /// <summary>Neither direction has anything more to do, and still it is the timeout that ends the session.</summary>
    [Test]
    public void Timeout_NobodyListensAndNoRequestIsDue_EndsTheSession()
    {
        using var server = ServerUnderTest.Start(
            $"stream {{ server {{ listen 127.0.0.1:{{port}} udp; proxy_pass 127.0.0.1:{FreePorts.Next()}; proxy_requests 1; proxy_timeout 100ms; }} server {{ listen {{port2}}; return alive; }} }}");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        for (var i = 1; i <= 3; i++)
        {
            client.Send("a");
            server.ErrorLog.WaitForLines("udp timed out, packets from/to client:1/1, ", i);
        }

        using var other = RawConnection.Open(server.Port2);
        Assert.That(other.ReadToEnd(), Is.EqualTo("alive"));
    }

    [Test]
    public void ProxyProtocol_HeaderIsInTheFirstDatagram()
    {
        using var peer = DatagramPeer.Answering(static (text, _) => [text]);
        using var server = Start(peer, "proxy_protocol on;");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        Assert.That(client.Ask("a"), Is.EqualTo($"PROXY TCP4 127.0.0.1 127.0.0.1 {client.Port} {server.Port}\r\na"));
        Assert.That(client.Ask("b"), Is.EqualTo("b"));
    }

    [Test]
    public void MaxFails_NobodyListens_TheNextSessionGoesToTheOther()
    {
        using var peer = DatagramPeer.Answering(static (text, _) => ["ok " + text]);
        using var server = ServerUnderTest.Start(
            $"stream {{ upstream u {{ server 127.0.0.1:{FreePorts.Next()}; server 127.0.0.1:{peer.Port}; }} "
            + "server { listen 127.0.0.1:{port} udp; proxy_pass u; proxy_responses 1; } }");
        using var lost = DatagramPeer.ConnectedTo(server.Port);
        lost.Send("x");
        server.ErrorLog.WaitForLine("recv() failed (111: Connection refused) while proxying and reading from upstream, udp client: 127.0.0.1");
        server.ErrorLog.WaitForLine("upstream server temporarily disabled while proxying connection");

        foreach (var text in new[] { "a", "b", "c" })
        {
            using var client = DatagramPeer.ConnectedTo(server.Port);
            Assert.That(client.Ask(text), Is.EqualTo("ok " + text));
        }
    }

    private static ServerUnderTest Start(DatagramPeer peer, string directives) =>
        ServerUnderTest.Start($"stream {{ server {{ listen 127.0.0.1:{{port}} udp; proxy_pass 127.0.0.1:{peer.Port}; {directives} }} }}");
}
