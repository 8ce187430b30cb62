using Engine.Stream.Tests.Proxy;
using Engine.Testing;

namespace Engine.Stream.Tests.LimitConn;

/// <summary>Limits that several sessions meet, and that a reload keeps.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class LimitConnTests
{
    [Test]
    public void LimitConn_SessionIsOpen_TheNextOneIsRefusedUntilItEnds()
    {
        using var peer = StreamPeer.Echo();
        using var server = ServerUnderTest.Start(Conf(peer, "limit_conn one 1;"));
        var first = server.Connect();
        first.Send("a").ReadUntil("a");

        using (var second = server.Connect())
            second.ExpectClosed();
        Assert.That(server.ErrorLog.WaitForLine("limiting connections by zone \"one\""), Does.Contain("[error]"));
        first.Dispose();

        Assert.That(SafetyTimeout.WaitUntil(() => IsServed(server)), Is.True);
    }

    /// <summary>The zone is one for all workers: of many that come at once, as many are served as the limit says.</summary>
    [Test]
    public void LimitConn_SeveralWorkers_CountTogether()
    {
        using var peer = StreamPeer.Echo();
        using var server = ServerUnderTest.Start("worker_processes 3; " + Conf(peer, "limit_conn one 2;"));
        var clients = Enumerable.Range(0, 12).Select(_ => server.Connect().Send("a")).ToArray();

        server.ErrorLog.WaitForLines("limiting connections by zone \"one\"", 10);

        Assert.That(SafetyTimeout.WaitUntil(() => peer.Connections == 2), Is.True);
        foreach (var client in clients)
            client.Dispose();
    }

    [Test]
    public void LimitConn_Reload_TheSameZoneKeepsItsCounts()
    {
        using var peer = StreamPeer.Echo();
        using var server = ServerUnderTest.Start(Conf(peer, "limit_conn one 1;"));
        using var first = server.Connect();
        first.Send("a").ReadUntil("a");

        server.Reload(Conf(peer, "limit_conn one 1;", generation: 2));
        Assert.That(SafetyTimeout.WaitUntil(() => Generation(server) == "2"), Is.True);

        using var second = server.Connect();
        second.ExpectClosed();
        Assert.That(first.Send("b").ReadUntil("b"), Is.EqualTo("b"));
    }

    [Test]
    public void LimitConn_Datagrams_AreCountedBySession()
    {
        using var peer = DatagramPeer.Answering(static (text, _) => [text]);
        using var server = ServerUnderTest.Start($$"""
            stream {
                limit_conn_zone $remote_addr zone=one:32k;
                server { listen {port} udp; limit_conn one 1; proxy_pass 127.0.0.1:{{peer.Port}}; }
            }
            """);
        using DatagramPeer first = DatagramPeer.ConnectedTo(server.Port), second = DatagramPeer.ConnectedTo(server.Port);

        Assert.That((first.Ask("a"), first.Ask("b")), Is.EqualTo(("a", "b")));
        second.Send("c");

        server.ErrorLog.WaitForLine("limiting connections by zone \"one\" while initializing session, udp client: 127.0.0.1");
        Assert.That(first.Ask("d"), Is.EqualTo("d"));
    }

    private static bool IsServed(ServerUnderTest server)
    {
        using var client = server.Connect();
        try
        {
            return client.Send("x").ReadUntil("x") == "x";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static string Generation(ServerUnderTest server)
    {
        using var client = RawConnection.Open(server.Port2);
        return client.ReadToEnd();
    }

    private static string Conf(StreamPeer peer, string directives, int generation = 1) => $$"""
        stream {
            limit_conn_zone $remote_addr zone=one:32k;
            server { listen {port2}; return {{generation}}; }
            server { listen {port}; {{directives}} proxy_pass 127.0.0.1:{{peer.Port}}; }
        }
        """;
}
