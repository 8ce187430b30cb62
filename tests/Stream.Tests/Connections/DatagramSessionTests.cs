using Engine.Testing;

namespace Engine.Stream.Tests.Connections;

/// <summary>UDP sessions over several workers.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class DatagramSessionTests
{
    /// <summary>Whichever worker receives a datagram: the one with the client's session gets it, and the upstream sees one address.</summary>
    [TestCase("")]
    [TestCase("reuseport")]
    public void Datagrams_OfManyClients_StayInTheirSessions(string option)
    {
        const int clients = 20;
        using var peer = DatagramPeer.Answering(static (text, port) => [$"{text}={port}"]);
        using var server = ServerUnderTest.Start($"worker_processes 4; stream {{ server {{ listen 127.0.0.1:{{port}} udp {option}; proxy_pass 127.0.0.1:{peer.Port}; }} }}");
        var sockets = Enumerable.Range(0, clients).Select(_ => DatagramPeer.ConnectedTo(server.Port)).ToArray();
        var ports = new HashSet<string>[clients];
        for (var round = 0; round < 10; round++)
        {
            for (var i = 0; i < clients; i++)
                sockets[i].Send($"{i}");
            for (var i = 0; i < clients; i++)
            {
                var answer = sockets[i].Receive().Split('=');
                Assert.That(answer[0], Is.EqualTo($"{i}"));
                (ports[i] ??= []).Add(answer[1]);
            }
        }

        foreach (var socket in sockets)
            socket.Dispose();
        Assert.That(ports.Select(static seen => seen.Count), Is.All.EqualTo(1));
    }

    /// <summary>The master keeps the sockets while a server process that died is replaced.</summary>
    [Test]
    public void Datagrams_ServerProcessDies_ReachTheNextOne()
    {
        using var server = ServerUnderTest.Start("master_process on; stream { server { listen {port} udp; listen {port}; return $pid; } }");
        server.AllowAlerts = true;
        using var client = DatagramPeer.ConnectedTo(server.Port);
        var before = client.Ask("?");

        ServerUnderTest.Signal("KILL", int.Parse(before, System.Globalization.CultureInfo.InvariantCulture));
        server.ErrorLog.WaitForLine($"worker process {before} exited on signal 9");

        Assert.That(client.Ask("?"), Is.Not.EqualTo(before));
        using var tcp = server.Connect();
        Assert.That(tcp.ReadToEnd(), Is.Not.EqualTo(before));
    }

    /// <summary>Sessions that are left are answered; the port is free for whoever wants it next.</summary>
    [Test]
    public void Reload_PortIsGivenUpAndTakenAgain_IsServed()
    {
        using var peer = DatagramPeer.Answering(static (_, _) => ["proxied"]);
        var proxied = $"stream {{ server {{ listen {{port}} udp; proxy_pass 127.0.0.1:{peer.Port}; }} server {{ listen {{port2}} udp; return one; }} }}";
        using var server = ServerUnderTest.Start(proxied);
        using var old = DatagramPeer.ConnectedTo(server.Port);
        Assert.That(old.Ask("?"), Is.EqualTo("proxied"));

        server.Reload("stream { server { listen {port2} udp; return two; } }");
        Assert.That(SafetyTimeout.WaitUntil(() => AskOnce(server.Port2) == "two"), Is.True);
        server.Reload(proxied);
        Assert.That(SafetyTimeout.WaitUntil(() => AskOnce(server.Port2) == "one"), Is.True);

        Assert.That(AskOnce(server.Port), Is.EqualTo("proxied"));
    }

    [Test]
    public void DebugConnection_OfTheClient_LogsEverything()
    {
        using var server = ServerUnderTest.Start("events { debug_connection 127.0.0.1; } stream { server { listen {port} udp; return x; } }");
        AskOnce(server.Port);

        server.ErrorLog.WaitForLine("finalize stream session: 200");
    }

    private static string AskOnce(int port)
    {
        using var client = DatagramPeer.ConnectedTo(port);
        return client.Ask("?");
    }

    [Test]
    public void Session_OfADatagram_IsLogged()
    {
        using var server = ServerUnderTest.Start("stream { log_format s \"$protocol $status $bytes_sent\"; access_log logs/access.log s; server { listen {port} udp; return hello; } }");
        using var client = DatagramPeer.ConnectedTo(server.Port);
        client.Ask("?");

        server.ErrorLog.WaitForLine($"udp client 127.0.0.1:{client.Port} connected to 0.0.0.0:{server.Port}");
        server.Quit();
        Assert.That(server.AccessLog.Text, Is.EqualTo("UDP 200 5\n"));
    }
}
