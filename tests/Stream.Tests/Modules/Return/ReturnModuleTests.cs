using Engine.Testing;

namespace Engine.Stream.Tests.Modules.Return;

/// <summary>return, and what a session without upstream leaves in the logs.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ReturnModuleTests
{
    [Test]
    public void Return_Text_IsSentAndEndsTheConnection()
    {
        using var server = Start("server { listen {port}; return \"hello $remote_addr\\n\"; }");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Is.EqualTo("hello 127.0.0.1\n"));
    }

    [Test]
    public void Return_Datagram_IsOneDatagram()
    {
        using var server = Start("server { listen {port} udp; return $protocol:$remote_port; }");
        using var client = DatagramPeer.ConnectedTo(server.Port);

        Assert.That(client.Ask("?"), Is.EqualTo($"UDP:{client.Port}"));
        Assert.That(client.Ask("?"), Is.EqualTo($"UDP:{client.Port}"));
    }

    [Test]
    public void Return_Nothing_Closes()
    {
        using var server = Start("server { listen {port}; return \"\"; }");
        using var client = server.Connect();

        client.ExpectClosed();
    }

    [Test]
    public void Return_LongText_IsSentWhole()
    {
        var text = new string('x', 300_000);
        using var server = Start($"server {{ listen {{port}}; return {text}; }}");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Has.Length.EqualTo(text.Length));
    }

    [Test]
    public void Return_Twice_IsRefused() =>
        Assert.That(ServerUnderTest.StartAndFail("stream { server { listen {port}; return a; return b; } }").Error, Does.Contain("\"return\" directive is duplicate in "));

    [Test]
    public void Return_Session_IsLoggedWithItsBytes()
    {
        using var server = Start("log_format s \"$status $bytes_sent $bytes_received $session_time $connection\"; access_log logs/access.log s; server { listen {port}; return hello; }");
        using (var client = server.Connect())
            client.ReadToEnd();

        server.ErrorLog.WaitForLine($" connected to 0.0.0.0:{server.Port}");
        server.Quit();
        Assert.That(server.AccessLog.Text, Does.Match(@"^200 5 0 0\.\d\d\d \d+\n$"));
    }

    private static ServerUnderTest Start(string stream) => ServerUnderTest.Start($"stream {{ {stream} }}");
}
