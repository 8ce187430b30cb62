using Engine.Testing;

namespace Engine.Mail.Tests.Sessions;

/// <summary>How long sessions last.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class MailSessionTests
{
    [Test]
    public void Timeout_ClientThatDoesNotLogIn_IsClosed()
    {
        using var server = ServerUnderTest.Start("mail { auth_http 127.0.0.1:1; timeout 1s; server { listen {port}; protocol imap; } }");
        using var client = server.Connect();
        client.Send("a NOOP\r\nb");

        Assert.That(client.ReadToEnd(), Is.EqualTo("* OK IMAP4 ready\r\na OK completed\r\n"));
        server.ErrorLog.WaitForLine("client timed out (110: Connection timed out) while in auth state, client: 127.0.0.1, server: 0.0.0.0:");
    }

    [Test]
    public void Client_ThatEndsInTheMiddleOfACommand_IsClosed()
    {
        using var server = ServerUnderTest.Start("mail { auth_http 127.0.0.1:1; server { listen {port}; protocol imap; } }");
        using var client = server.Connect();
        client.Send("a NOOP\r\nb LOGIN {5}\r\nab").ShutdownSend();

        Assert.That(client.ReadToEnd(), Is.EqualTo("* OK IMAP4 ready\r\na OK completed\r\n+ OK\r\n"));
    }

    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 123 456\r\n", "192.0.2.1", "", "Client-IP: 127.0.0.1")]
    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 123 456\r\n", "192.0.2.1", "set_real_ip_from 127.0.0.0/8;", "Client-IP: 192.0.2.1")]
    [TestCase("PROXY TCP6 2001:db8::1 ::2 123 456\r\n", "2001:db8::1", "set_real_ip_from 127.0.0.1;", "Client-IP: 2001:db8::1")]
    [TestCase("PROXY TCP4 192.0.2.1 192.0.2.2 123 456\r\n", "192.0.2.1", "set_real_ip_from 10.0.0.0/8;", "Client-IP: 127.0.0.1")]
    public void ProxyProtocol_OnListen_TellsTheClient(string header, string source, string directives, string expected)
    {
        using var auth = ScriptedServer.Auth(static _ => "Auth-Status: No\r\n");
        using var server = ServerUnderTest.Start($"mail {{ {directives} server {{ listen {{port}} proxy_protocol; protocol pop3; auth_http 127.0.0.1:{auth.Port}; }} }}");
        using var client = server.Connect();
        client.Send(header + "USER ada\r\nPASS x\r\n");
        var request = auth.TakeRequest();

        Assert.That(request, Does.Contain(expected));
        Assert.That(request, Does.Contain("Proxy-Protocol-Addr: " + source).And.Contain("Proxy-Protocol-Port: 123").And.Contain("Proxy-Protocol-Server-Port: 456"));
        Assert.That(client.ReadToEnd(), Is.EqualTo("+OK POP3 ready\r\n+OK\r\n-ERR No\r\n"));
    }

    [Test]
    public void ProxyProtocol_BrokenHeader_EndsTheSession()
    {
        using var server = ServerUnderTest.Start("mail { auth_http 127.0.0.1:1; server { listen {port} proxy_protocol; protocol pop3; } }");
        using var client = server.Connect();
        client.Send("USER ada\r\n");

        client.ExpectClosed();
        server.ErrorLog.WaitForLine("broken header: \"USER ada");
    }

    [Test]
    public void Reload_Session_GoesOn()
    {
        using var mail = MailServers.Pop3();
        using var auth = ScriptedServer.Auth(mail);
        var conf = $"mail {{ auth_http 127.0.0.1:{auth.Port}; server {{ listen {{port}}; protocol pop3; }} }}";
        using var server = ServerUnderTest.Start(conf);
        using var client = server.Connect();
        client.Send("USER ada\r\n");
        client.ReadUntil("+OK\r\n");
        server.Reload(conf.Replace("protocol pop3", "protocol imap", StringComparison.Ordinal));
        Assert.That(SafetyTimeout.WaitUntil(() => Greeting(server).StartsWith("* OK", StringComparison.Ordinal)), Is.True);

        client.Send("PASS x\r\nSTAT\r\n");
        client.ReadUntil("+OK STAT\r\n");
    }

    [TestCase("")]
    [TestCase("USER ada\r\n")]
    [TestCase("USER ada\r\nPASS in\r\n")]
    [TestCase("USER ada\r\nPASS silent\r\n")]
    [TestCase("USER ada\r\nPASS later\r\n")]
    [TestCase("USER ada\r\nPASS unanswered\r\n")]
    public void WorkerShutdownTimeout_AfterAReload_EndsSessionsWhateverTheyDo(string commands)
    {
        using var mail = MailServers.Pop3();
        using var silent = new ScriptedServer("", static _ => null);
        using var auth = new ScriptedServer("", lines => lines[^1].Length > 0 || lines.Contains("Auth-Pass: unanswered") ? null
            : lines.Contains("Auth-Pass: later") ? "HTTP/1.0 200 OK\r\nAuth-Status: WAIT\r\nAuth-Wait: 3600\r\n\r\n"
            : $"HTTP/1.0 200 OK\r\nAuth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: {(lines.Contains("Auth-Pass: silent") ? silent.Port : mail.Port)}\r\n\r\n");
        var conf = $"worker_shutdown_timeout 10ms; mail {{ auth_http 127.0.0.1:{auth.Port}; server {{ listen {{port}}; protocol pop3; }} }}";
        using var server = ServerUnderTest.Start(conf);
        using var client = server.Connect();
        client.Send(commands);
        client.ReadUntil("+OK POP3 ready\r\n");
        if (commands.Contains("PASS", StringComparison.Ordinal))
            auth.TakeRequest();
        server.Reload();

        client.ReadToEnd();
        server.Quit();
    }

    [Test]
    public void WorkerConnections_CountSessions()
    {
        using var server = ServerUnderTest.Start("events { worker_connections 10; } mail { auth_http 127.0.0.1:1; server { listen {port}; protocol imap; } }");
        server.AllowAlerts = true;
        var clients = new List<RawConnection>();
        for (var i = 0; i < 11; i++)
            clients.Add(server.Connect());
        server.ErrorLog.WaitForLine("10 worker_connections are not enough");
        foreach (var client in clients)
            client.Dispose();

        using var last = server.Connect();
        Assert.That(last.ReadUntil("\r\n"), Is.EqualTo("* OK IMAP4 ready\r\n"));
    }

    private static string Greeting(ServerUnderTest server)
    {
        using var client = server.Connect();
        return client.ReadUntil("\r\n");
    }
}
