using System.Net.Sockets;
using Engine.Testing;

namespace Engine.Stream.Tests.Proxy;

/// <summary>proxy_pass over TCP and unix-domain sockets.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ProxyTests
{
    [Test]
    public void Pass_BothSpeak_EachGetsTheOthersBytes()
    {
        using var peer = StreamPeer.Echo("re:");
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port};");
        using var client = server.Connect();

        Assert.That(client.Send("one").ReadUntil("one"), Is.EqualTo("re:one"));
        Assert.That(client.Send("two").ReadUntil("two"), Is.EqualTo("re:two"));
    }

    [Test]
    public void Pass_UpstreamSpeaksFirst_ClientHears()
    {
        using var peer = new StreamPeer(static socket => StreamPeer.Write(socket, "220 hello"));
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port};");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo("220 hello"));
        server.ErrorLog.WaitForLine("upstream disconnected, bytes from/to client:0/9, bytes from/to upstream:9/0");
    }

    [Test]
    public void Pass_ManyBytes_ArriveWhole()
    {
        var text = string.Concat(Enumerable.Range(0, 200_000).Select(static i => $"{i},"));
        using var peer = StreamPeer.Echo();
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port};");
        using var client = server.Connect();
        var sending = new Thread(() => client.Send(text + "!"));
        sending.Start();

        Assert.That(client.ReadUntil("!"), Is.EqualTo(text + "!"));
        sending.Join();
    }

    [Test]
    public void Pass_ClientFinishes_EndsTheUpstreamToo()
    {
        using var peer = StreamPeer.Echo();
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port};");
        using var client = server.Connect();
        client.Send("x").ReadUntil("x");

        client.ShutdownSend();

        client.ExpectClosed();
        server.ErrorLog.WaitForLine("client disconnected, bytes from/to client:1/1, bytes from/to upstream:1/1");
    }

    [Test]
    public void HalfClose_ClientFinishes_UpstreamStillAnswers()
    {
        using var peer = new StreamPeer(static socket => StreamPeer.Write(socket, "got " + StreamPeer.ReadToEnd(socket)));
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port}; proxy_half_close on;");
        using var client = server.Connect();

        Assert.That(client.Send("all").ShutdownSend().ReadToEnd(), Is.EqualTo("got all"));
    }

    [Test]
    public void Pass_UpstreamResets_IsReported()
    {
        using var peer = new StreamPeer(static socket =>
        {
            StreamPeer.Read(socket);
            socket.LingerState = new LingerOption(true, 0);
        });
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port};");
        using var client = server.Connect();

        client.Send("x").ExpectClosed();

        var line = server.ErrorLog.WaitForLine("recv() failed (104: Connection reset by peer) while proxying and reading from upstream");
        Assert.That(line, Does.Contain("[error]").And.EndWith(
            $", client: 127.0.0.1, server: 0.0.0.0:{server.Port}, upstream: \"127.0.0.1:{peer.Port}\", bytes from/to client:1/0, bytes from/to upstream:0/1"));
    }

    [Test]
    public void Timeout_NothingMoves_EndsTheSession()
    {
        using var peer = StreamPeer.Echo();
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port}; proxy_timeout 1s;");
        using var client = server.Connect();
        client.Send("x").ReadUntil("x");

        client.ExpectClosed();

        server.ErrorLog.WaitForLine("connection timed out (110: Connection timed out) while proxying connection");
    }

    [Test]
    public void UnixSocket_AsUpstream_IsConnectedTo()
    {
        using var prefix = new ServerPrefix();
        var path = prefix.PathOf("peer.sock");
        using var peer = new StreamPeer(static socket => StreamPeer.Write(socket, "local"), new UnixDomainSocketEndPoint(path));
        using var server = ServerUnderTest.Start($"stream {{ server {{ listen {{port}}; proxy_pass unix:{path}; }} }}", prefix);
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo("local"));
    }

    [TestCase("on", "PROXY TCP4 127.0.0.1 127.0.0.1 {client} {server}\r\nx")]
    [TestCase("v2", "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\f\u007f\0\0\u0001\u007f\0\0\u0001{client2}{server2}x")]
    public void ProxyProtocol_HeaderGoesBeforeTheFirstByte(string version, string expected)
    {
        using var peer = new StreamPeer(static socket => StreamPeer.Write(socket, StreamPeer.ReadToEnd(socket) + "END"));
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port}; proxy_protocol {version}; proxy_half_close on;");
        using var client = server.Connect();

        var got = client.Send("x").ShutdownSend().ReadUntil("END")[..^3];

        Assert.That(got, Is.EqualTo(expected
            .Replace("{client}", $"{client.LocalPort}", StringComparison.Ordinal).Replace("{server}", $"{server.Port}", StringComparison.Ordinal)
            .Replace("{client2}", TwoBytes(client.LocalPort), StringComparison.Ordinal).Replace("{server2}", TwoBytes(server.Port), StringComparison.Ordinal)));
    }

    [Test]
    public void ProxyProtocol_UpstreamSpeaksFirst_HeaderDoesNotWaitForTheClient()
    {
        using var peer = new StreamPeer(static socket => StreamPeer.Write(socket, StreamPeer.Read(socket)[..5]));
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port}; proxy_protocol on;");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo("PROXY"));
    }

    [Test]
    public void Variables_NameAnUpstreamAnAddressOrNothing()
    {
        using var peer = new StreamPeer(static socket => StreamPeer.Write(socket, "here"));
        using var server = ServerUnderTest.Start(
            "stream { "
            + $"upstream named {{ server 127.0.0.1:{peer.Port}; }} map x $name {{ default Named; }} map x $address {{ default 127.0.0.1:{peer.Port}; }} "
            + "map x $bare { default 127.0.0.1; } map x $host { default nowhere.invalid:1; } "
            + "server { listen {port}; proxy_pass $name; } server { listen {port2}; proxy_pass $address; } "
            + "server { listen unix:{root}/bare; proxy_pass $bare; } server { listen unix:{root}/host; proxy_pass $host; } }");

        Assert.That(RawConnection.Open(server.Port).ReadToEnd(), Is.EqualTo("here"));
        Assert.That(RawConnection.Open(server.Port2).ReadToEnd(), Is.EqualTo("here"));
        RawConnection.OpenUnix(server.Prefix.PathOf("bare")).ExpectClosed();
        RawConnection.OpenUnix(server.Prefix.PathOf("host")).ExpectClosed();
        server.ErrorLog.WaitForLine("no port in upstream \"127.0.0.1\", client: unix:, server: unix:");
        server.ErrorLog.WaitForLine("no resolver defined to resolve nowhere.invalid, client: unix:, server: unix:");
    }

    [Test]
    public void Bind_UpstreamSeesTheAddress()
    {
        using var peer = new StreamPeer(static socket => StreamPeer.Write(socket, $"{socket.RemoteEndPoint}"));
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port}; proxy_bind 127.0.0.7;");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Does.StartWith("127.0.0.7:"));
    }

    [Test]
    public void Bind_AddressOfAnother_IsNoFailureOfThePeer()
    {
        using var peer = StreamPeer.Echo();
        using var server = Start($"proxy_pass 127.0.0.1:{peer.Port}; proxy_bind 192.0.2.1;");
        using var client = server.Connect();

        client.ExpectClosed();

        server.ErrorLog.WaitForLine("[crit]");
        Assert.That(server.ErrorLog.LinesWith("bind(192.0.2.1) failed (99: Cannot assign requested address) while connecting to upstream"), Has.Length.EqualTo(1));
    }

    [Test]
    public void NextUpstream_Refused_TheNextPeerIsTried()
    {
        using var peer = StreamPeer.Echo();
        using var server = StartWithTwo(peer, "");
        using var client = server.Connect();

        Assert.That(client.Send("x").ReadUntil("x"), Is.EqualTo("x"));
        server.ErrorLog.WaitForLine("connect() failed (111: Connection refused) while connecting to upstream");
        server.ErrorLog.WaitForLine("upstream server temporarily disabled while connecting to upstream");
    }

    [TestCase("proxy_next_upstream off;")]
    [TestCase("proxy_next_upstream_tries 1;")]
    public void NextUpstream_NotAllowed_TheSessionEnds(string directive)
    {
        using var peer = StreamPeer.Echo();
        using var server = StartWithTwo(peer, directive);
        using var client = server.Connect();

        client.ExpectClosed();

        Assert.That(peer.Connections, Is.Zero);
    }

    [Test]
    public void MaxFails_AllPeersFailed_NobodyIsLive()
    {
        using var server = ServerUnderTest.Start(
            $"stream {{ upstream u {{ server 127.0.0.1:{FreePorts.Next()}; server 127.0.0.1:{FreePorts.Next()}; }} server {{ listen {{port}}; proxy_pass u; }} }}");
        RawConnection.Open(server.Port).ExpectClosed();
        RawConnection.Open(server.Port).ExpectClosed();

        server.ErrorLog.WaitForLine("no live upstreams while connecting to upstream, client: 127.0.0.1, server: 0.0.0.0:" + server.Port + ", upstream: \"u\", bytes from/to client:0/0");
    }

    [Test]
    public void MaxConns_PeerIsBusy_TheNextOneGetsTheSession()
    {
        using var first = StreamPeer.Echo("1");
        using var second = StreamPeer.Echo("2");
        using var server = ServerUnderTest.Start(
            $"stream {{ upstream u {{ server 127.0.0.1:{first.Port} max_conns=1; server 127.0.0.1:{second.Port} backup; }} server {{ listen {{port}}; proxy_pass u; }} }}");
        using var one = server.Connect();
        Assert.That(one.Send("x").ReadUntil("x"), Is.EqualTo("1x"));
        using var two = server.Connect();

        Assert.That(two.Send("x").ReadUntil("x"), Is.EqualTo("2x"));
    }

    [Test]
    public void Reload_SessionsUnderWay_GoOn()
    {
        using var peer = StreamPeer.Echo();
        var conf = $"stream {{ server {{ listen {{port}}; proxy_pass 127.0.0.1:{peer.Port}; }} }}";
        using var server = ServerUnderTest.Start(conf);
        using var client = server.Connect();
        client.Send("before").ReadUntil("before");

        server.Reload(conf);
        server.ErrorLog.WaitForLine("reconfiguring");

        Assert.That(client.Send("after").ReadUntil("after"), Is.EqualTo("after"));
    }

    [Test]
    public void WorkerShutdownTimeout_SessionsOfTheOldConfiguration_AreEnded()
    {
        using var peer = StreamPeer.Echo();
        using var silent = DatagramPeer.Answering(static (_, _) => []);
        var conf = $"worker_shutdown_timeout 50ms; stream {{ resolver 127.0.0.1:{silent.Port}; map x $host {{ default name.invalid:1; }} "
            + $"server {{ listen {{port}}; proxy_pass 127.0.0.1:{peer.Port}; }} server {{ listen {{port2}}; proxy_pass $host; }} }}";
        using var server = ServerUnderTest.Start(conf);
        using var relayed = server.Connect();
        relayed.Send("x").ReadUntil("x");
        using var resolving = RawConnection.Open(server.Port2);
        server.ErrorLog.WaitForLine($"connected to 0.0.0.0:{server.Port2}");

        server.Reload(conf);

        relayed.ExpectClosed();
        resolving.ExpectClosed();
        server.ErrorLog.WaitForLines("shutdown timeout", 2);
    }

    private static string TwoBytes(int port) => $"{(char)(port >> 8)}{(char)(port & 255)}";

    private static ServerUnderTest Start(string directives) => ServerUnderTest.Start($"stream {{ server {{ listen {{port}}; {directives} }} }}");

    private static ServerUnderTest StartWithTwo(StreamPeer peer, string directive) => ServerUnderTest.Start(
        $"stream {{ upstream u {{ server 127.0.0.1:{FreePorts.Next()}; server 127.0.0.1:{peer.Port}; }} server {{ listen {{port}}; proxy_pass u; {directive} }} }}");
}
