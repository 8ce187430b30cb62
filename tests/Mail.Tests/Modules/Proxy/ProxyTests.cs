using Engine.Testing;

namespace Engine.Mail.Tests.Modules.Proxy;

/// <summary>What a mail server is told, and what the client hears of it.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ProxyTests
{
    private const string PlainLogin = "AUTH PLAIN AGFkYQBzZWNyZXQ=\r\n";

    [Test]
    public void Proxy_Pop3_LogsInAndRelays()
    {
        using var mail = MailServers.Pop3();
        using var auth = ScriptedServer.Auth(mail, "Auth-User: lovelace\r\n");
        using var server = Start("protocol pop3;", auth);
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\nSTAT\r\nQUIT\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("+OK POP3 ready\r\n+OK\r\n+OK PASS secret\r\n+OK STAT\r\n+OK bye\r\n"));
        Assert.That(mail.Take(4), Is.EqualTo((string[])["USER lovelace", "PASS secret", "STAT", "QUIT"]));
        server.ErrorLog.WaitForLine($"client logged in, client: 127.0.0.1, server: 0.0.0.0:{server.Port}, login: \"lovelace\", upstream: 127.0.0.1:{mail.Port}");
        server.ErrorLog.WaitForLine("proxied session done");
    }

    [Test]
    public void Proxy_Imap_LogsInWithLiteralsAndRelays()
    {
        using var mail = MailServers.Imap();
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol imap;", auth);
        using var client = server.Connect();
        client.Send("a LOGIN ada \"se cret\"\r\nb SELECT\r\n");

        client.ReadUntil("a OK logged in\r\nb OK b SELECT\r\n");
        Assert.That(mail.Take(4), Is.EqualTo((string[])["a LOGIN {3}", "ada {7}", "se cret", "b SELECT"]));
    }

    [Test]
    public void Proxy_ImapCapabilitiesBeforeTheLastLine_ArePassedOn()
    {
        using var mail = new ScriptedServer("* OK ready\r\n", static lines => lines.Count < 3 ? "+ \r\n" : "* CAPABILITY X\r\n* OK note\r\na OK in\r\n");
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol imap;", auth);
        using var client = server.Connect();
        client.Send("a LOGIN ada secret\r\n");

        Assert.That(client.ReadUntil("a OK in\r\n"), Is.EqualTo("* OK IMAP4 ready\r\n* CAPABILITY X\r\n* OK note\r\na OK in\r\n"));
    }

    [TestCase("xclient off;", "", "HELO mx.test")]
    [TestCase("xclient off;", "EHLO me\r\n", "EHLO mx.test")]
    [TestCase("", "", "EHLO mx.test|XCLIENT ADDR=127.0.0.1 LOGIN=ada NAME=[UNAVAILABLE]")]
    [TestCase("", "EHLO me\r\n", "EHLO mx.test|XCLIENT ADDR=127.0.0.1 LOGIN=ada NAME=[UNAVAILABLE]|EHLO me")]
    [TestCase("", "HELO me\r\n", "EHLO mx.test|XCLIENT ADDR=127.0.0.1 LOGIN=ada NAME=[UNAVAILABLE]|HELO me")]
    [TestCase("proxy_smtp_auth on;", "EHLO me\r\n", "EHLO mx.test|XCLIENT ADDR=127.0.0.1 NAME=[UNAVAILABLE]|EHLO me|AUTH PLAIN AGFkYQBzZWNyZXQ=")]
    [TestCase("proxy_smtp_auth on; xclient off;", "", "HELO mx.test|AUTH PLAIN AGFkYQBzZWNyZXQ=")]
    [TestCase("proxy_protocol on; xclient off;", "", "PROXY TCP4 127.0.0.1 127.0.0.1 {client} {port}|HELO mx.test")]
    public void Proxy_Smtp_TellsWhoTheClientIs(string directives, string hello, string expected)
    {
        using var mail = MailServers.Smtp();
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol smtp; server_name mx.test;" + directives, auth);
        using var client = server.Connect();
        client.Send(hello + PlainLogin + "NEXT\r\n");

        Assert.That(client.ReadUntil("250 NEXT\r\n"), Does.EndWith("235 2.0.0 OK\r\n250 NEXT\r\n"));
        var lines = expected.Replace("{client}", $"{client.LocalPort}", StringComparison.Ordinal).Replace("{port}", $"{server.Port}", StringComparison.Ordinal).Split('|');
        Assert.That(mail.Take(lines.Length + 1), Is.EqualTo((string[])[.. lines, "NEXT"]));
    }

    /// <summary>In base64 a name may have anything: nothing of it becomes a command of its own.</summary>
    [Test]
    public void Proxy_SmtpNameWithLineEnds_IsNoCommand()
    {
        using var mail = MailServers.Smtp();
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol smtp; server_name mx.test;", auth);
        using var client = server.Connect();
        client.Send($"AUTH PLAIN {Base64("\0a\r\nMAIL x+=\0p")}\r\nNEXT\r\n");
        client.ReadUntil("250 NEXT\r\n");

        Assert.That(auth.TakeRequest(), Does.Contain("Auth-User: a%0D%0AMAIL%20x+="));
        Assert.That(mail.Take(3), Is.EqualTo((string[])["EHLO mx.test", "XCLIENT ADDR=127.0.0.1 LOGIN=a+0D+0AMAIL+20x+= NAME=[UNAVAILABLE]", "NEXT"]));
    }

    [Test]
    public void Proxy_Pop3NameWithLineEnds_IsNotSaid()
    {
        using var mail = MailServers.Pop3();
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol pop3;", auth);
        using var client = server.Connect();
        client.Send($"AUTH PLAIN {Base64("\0ada\r\nDELE 1\0secret")}\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("-ERR internal server error\r\n"));
        server.ErrorLog.WaitForLine("login or password can not be sent to the mail server while reading response from upstream, client: 127.0.0.1");
        Assert.That(server.ErrorLog.Text, Does.Contain("login: \"ada\\x0D\\x0ADELE 1\""));
        Assert.That(mail.Take(), Is.EqualTo("<end>"));
    }

    [TestCase("off", "-ERR internal server error\r\n", "[error]")]
    [TestCase("on", "-ERR not you\r\n", "[info]")]
    public void ProxyPassErrorMessage_LoginThatIsRefused_IsToldOrNot(string value, string answer, string level)
    {
        using var mail = new ScriptedServer("+OK ready\r\n", static lines => lines.Count == 1 ? "+OK\r\n" : "-ERR not you\r\n");
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start($"protocol pop3; proxy_pass_error_message {value};", auth);
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("+OK\r\n" + answer));
        Assert.That(server.ErrorLog.WaitForLine("upstream sent invalid response: \"-ERR not you\" while reading response from upstream"), Does.Contain(level));
    }

    [Test]
    public void ProxyBuffer_AnswerLongerThanIt_FailsTheLogin()
    {
        using var mail = new ScriptedServer("+OK " + new string('x', 300), static _ => null);
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol pop3; proxy_buffer 256;", auth);
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("-ERR internal server error\r\n"));
        server.ErrorLog.WaitForLine("upstream sent too long response line: \"+OK xxx");
    }

    [Test]
    public void Proxy_MailServerThatClosesInTheMiddle_FailsTheLogin()
    {
        using var mail = new ScriptedServer("+OK ready\r\n", static _ => "+O<close>");
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol pop3;", auth);
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("-ERR internal server error\r\n"));
        server.ErrorLog.WaitForLine("upstream prematurely closed connection while reading response from upstream");
    }

    [Test]
    public void Timeout_MailServerThatIsSilent_FailsTheLogin()
    {
        using var mail = new ScriptedServer("", static _ => null);
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol pop3; timeout 1s;", auth);
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("-ERR internal server error\r\n"));
        server.ErrorLog.WaitForLine("upstream timed out (110: Connection timed out) while reading response from upstream");
    }

    [Test]
    public void ProxyTimeout_NothingMoves_EndsTheSession()
    {
        using var mail = MailServers.Pop3();
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start("protocol pop3; proxy_timeout 1s;", auth);
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("+OK PASS secret\r\n"));
        server.ErrorLog.WaitForLine("client timed out (110: Connection timed out) while proxying");
    }

    [Test]
    public void Proxy_NobodyListens_FailsTheLogin()
    {
        using var auth = ScriptedServer.Auth(static _ => $"Auth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: {FreePorts.Next()}\r\n");
        using var server = Start("protocol imap;", auth);
        using var client = server.Connect();
        client.Send("a LOGIN ada secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("* BAD internal server error\r\n"));
        server.ErrorLog.WaitForLine("connect() failed (111: Connection refused) while connecting to upstream");
    }

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.Latin1.GetBytes(text));

    private static ServerUnderTest Start(string directives, ScriptedServer auth) =>
        ServerUnderTest.Start($"mail {{ auth_http 127.0.0.1:{auth.Port}; server {{ listen {{port}}; {directives} }} }}");
}
