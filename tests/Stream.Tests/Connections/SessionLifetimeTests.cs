using Engine.Testing;

namespace Engine.Stream.Tests.Connections;

/// <summary>How long sessions live: reloads, shut-downs, limits.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SessionLifetimeTests
{
    [Test]
    public void Reload_OpenSession_KeepsItsConfiguration()
    {
        using var peer = StreamPeer.Echo("old:");
        using var other = StreamPeer.Echo("new:");
        using var server = ServerUnderTest.Start(Proxy(peer));
        using var before = server.Connect();
        Assert.That(before.Send("1").ReadUntil("1"), Is.EqualTo("old:1"));

        server.Reload(Proxy(other));

        Assert.That(SafetyTimeout.WaitUntil(() => Asks(server) == "new:?"), Is.True);
        Assert.That(before.Send("2").ReadUntil("2"), Is.EqualTo("old:2"));
    }

    [Test]
    public void Reload_UdpSession_GoesOn()
    {
        using var peer = DatagramPeer.Answering(static (text, port) => [$"old:{port}"]);
        using var other = DatagramPeer.Answering(static (text, port) => [$"new:{port}"]);
        using var server = ServerUnderTest.Start($"stream {{ server {{ listen {{port}} udp; proxy_pass 127.0.0.1:{peer.Port}; }} }}");
        using var before = DatagramPeer.ConnectedTo(server.Port);
        var first = before.Ask("1");

        server.Reload($"stream {{ server {{ listen {{port}} udp; proxy_pass 127.0.0.1:{other.Port}; }} }}");

        Assert.That(SafetyTimeout.WaitUntil(() => AsksByDatagram(server).StartsWith("new:", StringComparison.Ordinal)), Is.True);
        Assert.That(before.Ask("2"), Is.EqualTo(first));
    }

    [Test]
    public void WorkerShutdownTimeout_AfterAReload_ClosesOldSessions()
    {
        using var peer = StreamPeer.Echo();
        using var server = ServerUnderTest.Start("worker_shutdown_timeout 50ms; " + Proxy(peer));
        using var client = server.Connect();
        client.Send("1").ReadUntil("1");

        server.Reload();

        Assert.That(client.ReadToEnd(), Is.Empty);
    }

    [Test]
    public void WorkerShutdownTimeout_AtTheEnd_ClosesSessions()
    {
        using var peer = StreamPeer.Echo();
        using var server = ServerUnderTest.Start("worker_shutdown_timeout 50ms; " + Proxy(peer));
        using var client = server.Connect();
        client.Send("1").ReadUntil("1");

        server.Quit();

        Assert.That(client.ReadToEnd(), Is.Empty);
    }

    [Test]
    public void Quit_OpenSession_IsWaitedFor()
    {
        using var peer = StreamPeer.Echo();
        using var server = ServerUnderTest.Start(Proxy(peer));
        using var client = server.Connect();
        client.Send("1").ReadUntil("1");

        server.Signal("QUIT");
        Assert.That(SafetyTimeout.WaitUntil(() => !CanConnect(server)), Is.True);
        Assert.That(client.Send("2").ReadUntil("2"), Is.EqualTo("2"));
        client.Dispose();

        server.WaitForEnd("QUIT");
    }

    [Test]
    public void WorkerConnections_AllTaken_RefusesTheNext()
    {
        using var peer = StreamPeer.Echo();
        using var server = ServerUnderTest.Start($"events {{ worker_connections 4; }} {Proxy(peer)}");
        server.AllowAlerts = true;
        using var first = server.Connect();
        first.Send("1").ReadUntil("1");
        using var second = server.Connect();
        second.Send("2").ReadUntil("2");

        using var third = server.Connect();
        third.ExpectClosed();

        server.ErrorLog.WaitForLine("4 worker_connections are not enough");
        Assert.That(first.Send("3").ReadUntil("3"), Is.EqualTo("3"));
    }

    [Test]
    public void ErrorLog_Debug_TellsThePhases()
    {
        using var server = ServerUnderTest.Start("stream { error_log logs/debug.log debug; server { listen {port}; set $a 1; return $a; } }");
        using (var client = server.Connect())
            client.ReadToEnd();

        var log = new LogFile(server.Prefix.PathOf("logs/debug.log"));
        log.WaitForLine("finalize stream session: 200");
        Assert.That(log.LinesWith("generic phase: "), Is.Not.Empty);
        Assert.That(log.LinesWith(" client 127.0.0.1:"), Is.Not.Empty);
    }

    private static string Proxy(StreamPeer peer) => $"stream {{ server {{ listen {{port}}; proxy_pass 127.0.0.1:{peer.Port}; }} }}";

    private static string Asks(ServerUnderTest server)
    {
        using var client = server.Connect();
        return client.Send("?").ReadUntil("?");
    }

    private static string AsksByDatagram(ServerUnderTest server)
    {
        using var client = DatagramPeer.ConnectedTo(server.Port);
        return client.Ask("?");
    }

    private static bool CanConnect(ServerUnderTest server)
    {
        try
        {
            using var client = server.Connect();
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
