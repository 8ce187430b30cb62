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
