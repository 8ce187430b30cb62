using System.Net;
using System.Net.Sockets;
using Engine.Testing;

namespace Engine.Stream.Tests.Listening;

/// <summary>listen of stream.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ListenTests
{
    [Test]
    public void Listen_TcpAndUdpOfOnePort_AreTwoSockets()
    {
        using var server = ServerUnderTest.Start("stream { server { listen {port}; listen {port} udp; return $protocol; } }");
        using var tcp = server.Connect();
        using var udp = DatagramPeer.ConnectedTo(server.Port);

        Assert.That((tcp.ReadToEnd(), udp.Ask("?")), Is.EqualTo(("TCP", "UDP")));
    }

    [Test]
    public void Listen_UnixSocket_Serves()
    {
        using var server = ServerUnderTest.Start("stream { server { listen unix:{unix}; return \"$remote_addr $server_addr\"; } }");
        using var client = RawConnection.OpenUnix(server.Prefix.UnixSocket);

        Assert.That(client.ReadToEnd(), Is.EqualTo("unix: unix:" + server.Prefix.UnixSocket).Or.EqualTo("unix: unix:"));
    }

    [Test]
    public void Listen_IPv6_Serves()
    {
        using var server = ServerUnderTest.Start("stream { server { listen [::1]:{port}; listen [::1]:{port} udp; return $server_addr; } }");
        using var client = RawConnection.Open(new IPEndPoint(IPAddress.IPv6Loopback, server.Port));

        Assert.That(client.ReadToEnd(), Is.EqualTo("::1"));
        Assert.That(Ask(new IPEndPoint(IPAddress.IPv6Loopback, server.Port)), Is.EqualTo("::1"));
    }

    /// <summary>The client would not see an answer from another address.</summary>
    [TestCase("127.0.0.1")]
    [TestCase("127.0.0.2")]
    public void Listen_UdpOnAllAddresses_AnswersFromTheOneThatWasAsked(string address)
    {
        if (ServerPrefix.EventMethod != "epoll")
            Assert.Ignore("the portable method does not know the address that was asked");
        using var server = ServerUnderTest.Start("stream { server { listen {port} udp; return $server_addr; } }");

        Assert.That(Ask(new IPEndPoint(IPAddress.Parse(address), server.Port)), Is.EqualTo(address));
    }

    [Test]
    public void Listen_OneAddressBesideAll_HasItsOwnServer()
    {
        if (ServerPrefix.EventMethod != "epoll")
            Assert.Ignore("the portable method does not know the address that was asked");
        using var server = ServerUnderTest.Start("""
            stream {
                server { listen {port}; listen {port} udp; return all; }
                server { listen 127.0.0.2:{port}; listen 127.0.0.2:{port} udp; return one; }
            }
            """);
        using var all = server.Connect();
        using var one = RawConnection.Open(new IPEndPoint(IPAddress.Parse("127.0.0.2"), server.Port));

        Assert.That((all.ReadToEnd(), one.ReadToEnd()), Is.EqualTo(("all", "one")));
        Assert.That(Ask(new IPEndPoint(IPAddress.Loopback, server.Port)), Is.EqualTo("all"));
        Assert.That(Ask(new IPEndPoint(IPAddress.Parse("127.0.0.2"), server.Port)), Is.EqualTo("one"));
    }

    [Test]
    public void Listen_PortRange_ListensOnEach()
    {
        using var server = ServerUnderTest.Start("stream { server { listen {port}-{port}; return $server_port; } }");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo($"{server.Port}"));
    }

    [TestCase("backlog=5 rcvbuf=64k sndbuf=64k so_keepalive=on bind")]
    [TestCase("reuseport deferred fastopen=3")]
    [TestCase("udp reuseport rcvbuf=64k sndbuf=64k bind")]
    public void Listen_Options_AreTaken(string options)
    {
        using var server = ServerUnderTest.Start($"worker_processes 2; stream {{ server {{ listen 127.0.0.1:{{port}} {options}; return ok; }} }}");
        if (options.StartsWith("udp", StringComparison.Ordinal))
        {
            using var udp = DatagramPeer.ConnectedTo(server.Port);
            Assert.That(udp.Ask("x"), Is.EqualTo("ok"));
            return;
        }

        using var client = server.Connect();
        Assert.That(client.Send("x").ReadToEnd(), Is.EqualTo("ok"));
    }

    [Test]
    public void Listen_AddressOfHttp_IsRefused()
    {
        var failure = ServerUnderTest.StartAndFail("http { server { listen {port}; } } stream { server { listen {port}; return x; } }");

        Assert.That(failure.Error, Does.Contain("duplicate \"0.0.0.0:"));
    }

    private static string Ask(IPEndPoint server)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = (int)SafetyTimeout.Value.TotalMilliseconds };
        socket.Connect(server);
        socket.Send("?"u8);
        var answer = new byte[100];
        return System.Text.Encoding.ASCII.GetString(answer, 0, socket.Receive(answer));
    }
}
