using Engine.Testing;

namespace Engine.Stream.Tests.Modules.Pass;

/// <summary>pass: a connection goes on to another listening socket.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class PassModuleTests
{
    private const string Http = "http { server { listen 127.0.0.1:{port2}; location / { return 200 \"$server_port $remote_port $connection_requests\"; } } }";

    [SetUp]
    public void NeedsEngine()
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("newer than the nginx that is here");
    }

    [Test]
    public void Pass_ToHttp_IsServedThere()
    {
        using var server = ServerUnderTest.Start($"stream {{ server {{ listen {{port}}; pass 127.0.0.1:{{port2}}; }} }} {Http}");
        using var client = server.Connect();

        Assert.That(client.Get("/").Body, Is.EqualTo($"{server.Port2} {client.LocalPort} 1"));
        Assert.That(client.Get("/").Body, Is.EqualTo($"{server.Port2} {client.LocalPort} 2"));
    }

    /// <summary>What was preread is the beginning of what the other side reads.</summary>
    [Test]
    public void Pass_BehindPreread_LosesNothing()
    {
        using var server = ServerUnderTest.Start($"stream {{ server {{ listen {{port}}; ssl_preread on; pass $target; }} map $ssl_preread_protocol $target {{ \"\" 127.0.0.1:{{port2}}; default 127.0.0.1:{{port3}}; }} server {{ listen {{port3}}; ssl_preread on; return $ssl_preread_server_name; }} }} {Http}");
        using var client = server.Connect();
        using var tls = server.Connect();

        Assert.That(client.Get("/").Body, Does.StartWith($"{server.Port2} "));
        Assert.That(tls.Send(ClientHellos.OfDotnet("tls.example")).ReadToEnd(), Is.EqualTo("tls.example"));
    }

    [Test]
    public void Pass_ToAWildcard_KeepsTheAddress()
    {
        using var server = ServerUnderTest.Start("stream { server { listen {port}; pass 127.0.0.1:{port2}; } server { listen {port2}; return $server_addr:$server_port; } }");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo($"127.0.0.1:{server.Port2}"));
    }

    [Test]
    public void Pass_ToAUnixSocket_IsServedThere()
    {
        using var server = ServerUnderTest.Start("stream { server { listen {port}; pass unix:{unix}; } server { listen unix:{unix}; return unix; } }");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo("unix"));
    }

    [TestCase("$nowhere", "port not found for \"127.0.0.1:1\"")]
    [TestCase("$invalid", "no port or no address in pass \"nobody:80\"")]
    public void Pass_ToNowhere_EndsWith500(string target, string message)
    {
        using var server = ServerUnderTest.Start($"stream {{ log_format s $status; access_log logs/access.log s; server {{ listen {{port}}; set $nowhere 127.0.0.1:1; set $invalid nobody:80; pass {target}; }} }}");
        using (var client = server.Connect())
            client.ExpectClosed();

        server.ErrorLog.WaitForLine(message);
        server.Quit();
        Assert.That(server.AccessLog.Text, Is.EqualTo("500\n"));
    }

    /// <summary>Servers that pass a connection to each other would do so for ever.</summary>
    [TestCase("127.0.0.1:{port}")]
    [TestCase("127.0.0.1:{port2}")]
    public void Pass_InARing_EndsWith500(string target)
    {
        using var server = ServerUnderTest.Start(
            "stream { log_format s $status; access_log logs/access.log s; server { listen {port}; pass " + target + "; } server { listen {port2}; pass 127.0.0.1:{port}; } }");
        using (var client = server.Connect())
            client.ExpectClosed();

        server.ErrorLog.WaitForLine("the connection was passed too often");
        server.Quit();
        Assert.That(server.AccessLog.Text, Is.EqualTo("500\n"));
    }

    [Test]
    public void Pass_OfDatagrams_EndsWith500()
    {
        using var server = ServerUnderTest.Start("stream { server { listen {port} udp; pass 127.0.0.1:{port2}; } server { listen {port2}; return x; } }");
        using var client = DatagramPeer.ConnectedTo(server.Port);
        client.Send("x");

        server.ErrorLog.WaitForLine("cannot pass UDP connection, udp client: 127.0.0.1");
    }

    [Test]
    public void Pass_WithoutPort_IsRefused() =>
        Assert.That(ServerUnderTest.StartAndFail("stream { server { listen {port}; pass 127.0.0.1; } }").Error, Does.Contain("no port in \"127.0.0.1\" of the \"pass\" directive in "));
}
