using System.Text;
using Engine.Testing;

namespace Engine.Stream.Tests.Modules.SslPreread;

/// <summary>ssl_preread: its variables, its limits, and the server that a client names.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SslPrereadModuleTests
{
    private const string Answer = "$ssl_preread_protocol|$ssl_preread_server_name|$ssl_preread_alpn_protocols|$server_name";

    [Test]
    public void Variables_OfAClientHello_TellWhatItSays()
    {
        using var server = Start($"server {{ listen {{port}}; ssl_preread on; return {Answer}; }}");
        using var client = server.Connect();

        Assert.That(client.Send(ClientHellos.OfDotnet("a.example", "h2", "x")).ReadToEnd(), Is.EqualTo("TLSv1.3|a.example|h2,x|"));
    }

    [Test]
    public void Variables_ClientHelloInSingleOctets_AreTheSame()
    {
        using var server = Start($"server {{ listen {{port}}; ssl_preread on; return {Answer}; }}");
        using var client = server.Connect();
        foreach (var octet in ClientHellos.Of(0x0302, ClientHellos.ServerName("slow.example")))
            client.Send([octet]);

        Assert.That(client.ReadToEnd(), Is.EqualTo("TLSv1.1|slow.example||"));
    }

    [Test]
    public void Variables_OfOtherClients_AreEmpty()
    {
        using var server = Start($"server {{ listen {{port}}; ssl_preread on; return {Answer}; }}");
        using var client = server.Connect();

        Assert.That(client.Send("SSH-2.0-x\r\n").ReadToEnd(), Is.EqualTo("|||"));
    }

    [TestCase("a.example", "a")]
    [TestCase("A.Example", "a")]
    [TestCase("x.b.example", "b")]
    [TestCase("number42.example", "42")]
    [TestCase("other.example", "default")]
    [TestCase("a.example.", "a")]
    [TestCase("a..example", "default")]
    [TestCase("a.example:80", "default")]
    public void ServerName_OfAClientHello_ChoosesTheServer(string name, string answer)
    {
        NeedsEngine();
        using var server = Start("""
            ssl_preread on;
            server { listen {port}; server_name a.example; return a; }
            server { listen {port} default_server; return default; }
            server { listen {port}; server_name *.b.example; return b; }
            server { listen {port}; server_name ~^number(?<number>\d+)\.; return $number; }
            """);
        using var client = server.Connect();

        Assert.That(client.Send(ClientHellos.Of(0x0303, ClientHellos.ServerName(name))).ReadToEnd(), Is.EqualTo(answer));
    }

    [Test]
    public void PrereadBufferSize_NoClientHelloFits_EndsWith400()
    {
        using var server = Start("log_format s $status; access_log logs/access.log s; server { listen {port}; ssl_preread on; preread_buffer_size 64; return x; }");
        using var client = server.Connect();

        Assert.That(client.Send([22, 3, 1, 1, 0, .. new byte[100]]).ReadToEnd(), Is.Empty);

        server.ErrorLog.WaitForLine("preread buffer full while prereading client data, client: 127.0.0.1, server: 0.0.0.0:");
        server.Quit();
        Assert.That(server.AccessLog.Text, Is.EqualTo("400\n"));
    }

    [Test]
    public void PrereadTimeout_SlowClient_EndsTheSession()
    {
        using var server = Start("log_format s $status; access_log logs/access.log s; server { listen {port}; ssl_preread on; preread_timeout 50ms; return x; }");
        using var client = server.Connect();

        Assert.That(client.Send([22, 3]).ReadToEnd(), Is.Empty);

        server.ErrorLog.WaitForLine("client timed out (110: Connection timed out) while prereading client data");
        server.Quit();
        Assert.That(server.AccessLog.Text, Is.EqualTo("200\n"));
    }

    [Test]
    public void Preread_ClientThatSaysNothing_EndsTheSessionQuietly()
    {
        using var server = Start("log_format s $status; access_log logs/access.log s; server { listen {port}; ssl_preread on; return x; }");
        using var client = server.Connect();

        Assert.That(client.ShutdownSend().ReadToEnd(), Is.Empty);

        server.Quit();
        Assert.That(server.AccessLog.Text, Is.EqualTo("200\n"));
    }

    /// <summary>What was preread goes to the upstream, in front of what follows.</summary>
    [Test]
    public void Preread_ThenProxied_LosesNothing()
    {
        using var peer = new StreamPeer(static socket => StreamPeer.Write(socket, StreamPeer.ReadToEnd(socket)));
        using var server = Start($"server {{ listen {{port}}; ssl_preread on; proxy_half_close on; proxy_pass 127.0.0.1:{peer.Port}; }}");
        using var client = server.Connect();
        var hello = ClientHellos.OfDotnet("a.example");

        client.Send(hello).Send("and more").ShutdownSend();

        Assert.That(client.ReadToEnd(), Is.EqualTo(Encoding.Latin1.GetString(hello) + "and more"));
    }

    private static ServerUnderTest Start(string stream) => ServerUnderTest.Start($"stream {{ {stream} }}");

    private static void NeedsEngine()
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("newer than the nginx that is here");
    }
}
