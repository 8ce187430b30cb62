using Engine.Testing;

namespace Engine.Mail.Tests.Modules.Smtp;

/// <summary>SMTP with a client, up to its login.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SmtpDialogueTests
{
    private const string Conf = "mail { auth_http 127.0.0.1:1; server_name mx.test; max_errors 100; server { listen {port}; protocol smtp; } }";

    private static ServerUnderTest shared = null!;

    [OneTimeSetUp]
    public static void Start() => shared = ServerUnderTest.Start(Conf);

    [OneTimeTearDown]
    public static void Stop() => shared.Dispose();

    [TestCase("NOOP\r\n", "250 2.0.0 OK\r\n")]
    [TestCase("HELO\r\n", "501 5.5.4 Invalid argument\r\n")]
    [TestCase("HELO me\r\n", "250 mx.test\r\n")]
    [TestCase("EHLO me\r\n", "250-mx.test\r\n250 AUTH PLAIN LOGIN\r\n")]
    [TestCase("EHLO me you\r\n", "501 5.5.4 Invalid argument\r\n")]
    [TestCase("FOO\r\n", "500 5.5.1 Invalid command\r\n")]
    [TestCase("DATA\r\n", "500 5.5.1 Invalid command\r\n")]
    [TestCase("STARTTLS\r\n", "500 5.5.1 Invalid command\r\n")]
    [TestCase("AUTH\r\n", "501 5.5.4 Invalid argument\r\n")]
    [TestCase("AUTH GSSAPI\r\n", "500 5.5.1 Invalid command\r\n")]
    [TestCase("AUTH PLAIN\r\n*\r\n", "334 \r\n500 5.5.1 Invalid command\r\n")]
    [TestCase("AUTH LOGIN\r\nYWRh\r\n=\x01\r\n", null)]
    [TestCase("MAIL FROM:<a@b>\r\n", "530 5.7.1 Authentication required\r\n")]
    [TestCase("RCPT TO:<a@b>\r\n", "503 5.5.1 Bad sequence of commands\r\n")]
    public void Smtp_Commands_AreAnswered(string commands, string? answers)
    {
        using var client = shared.Connect();
        client.Send(commands + "QUIT\r\n");
        var all = client.ReadToEnd();

        Assert.That(all, answers is null ? Does.Contain("451 4.3.2 Internal server error\r\n") : Is.EqualTo("220 mx.test ESMTP ready\r\n" + answers + "221 2.0.0 Bye\r\n"));
    }

    [TestCase("MAIL FROM:<a>\r\nMAIL FROM:<b>\r\n", "250 2.0.0 OK\r\n503 5.5.1 Bad sequence of commands\r\n")]
    [TestCase("MAIL\r\n", "501 5.5.4 Invalid argument\r\n")]
    [TestCase("MAIL FROM:<a>\r\nRCPT\r\n", "250 2.0.0 OK\r\n501 5.5.4 Invalid argument\r\n")]
    [TestCase("MAIL FROM:<a>\r\nRSET\r\nRCPT TO:<b>\r\n", "250 2.0.0 OK\r\n250 2.0.0 OK\r\n503 5.5.1 Bad sequence of commands\r\n")]
    [TestCase("MAIL FROM:<a>\r\nHELO x\r\nRCPT TO:<b>\r\n", "250 2.0.0 OK\r\n250 mx.test\r\n503 5.5.1 Bad sequence of commands\r\n")]
    [TestCase("EHLO x\r\n", "250-mx.test\r\n250-SIZE 100\r\n250 PIPELINING\r\n")]
    public void SmtpAuthNone_Commands_AreAnswered(string commands, string answers)
    {
        using var server = ServerUnderTest.Start(Conf.Replace("protocol smtp;", "protocol smtp; smtp_auth none; smtp_capabilities \"SIZE 100\" PIPELINING;", StringComparison.Ordinal));
        using var client = server.Connect();
        client.Send(commands + "QUIT\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("220 mx.test ESMTP ready\r\n" + answers + "221 2.0.0 Bye\r\n"));
    }

    [Test]
    public void SmtpAuthNone_Recipient_IsPutToTheAuthServer()
    {
        using var mail = MailServers.Smtp();
        using var auth = new ScriptedServer("", lines => lines[^1].Length > 0 ? null
            : lines.Any(static line => line.Contains("<nobody>", StringComparison.Ordinal))
                ? "HTTP/1.0 200 OK\r\nAuth-Status: No such user\r\nAuth-Error-Code: 550 5.1.1\r\nAuth-Wait: 1\r\n\r\n"
                : $"HTTP/1.0 200 OK\r\nAuth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: {mail.Port}\r\n\r\n");
        using var server = ServerUnderTest.Start($"mail {{ auth_http 127.0.0.1:{auth.Port}; server {{ listen {{port}}; protocol smtp; smtp_auth none plain; xclient off; }} }}");
        using var client = server.Connect();
        client.Send("EHLO me\r\nMAIL FROM:<a@b>  BODY=8BITMIME \r\nRCPT TO:<nobody>\r\n");
        client.ReadUntil("550 5.1.1 No such user\r\n");
        auth.TakeRequest();
        client.Send("RCPT TO:<ada>\r\nDATA\r\n");
        client.ReadUntil("250 RCPT\r\n250 DATA\r\n");

        var request = auth.TakeRequest();
        Assert.That(request, Does.Contain("Auth-Method: none"));
        Assert.That(request, Does.Contain("Auth-User: "));
        Assert.That(request, Does.Contain("Auth-Login-Attempt: 2"));
        Assert.That(request, Does.Contain("Client-Host: [UNAVAILABLE]"));
        Assert.That(request, Does.Contain("Auth-SMTP-Helo: me"));
        Assert.That(request, Does.Contain("Auth-SMTP-From: MAIL FROM:<a@b>  BODY=8BITMIME"));
        Assert.That(request, Does.Contain("Auth-SMTP-To: RCPT TO:<ada>"));
        Assert.That(mail.Take(4).Skip(1), Is.EqualTo((string[])["MAIL FROM:<a@b>  BODY=8BITMIME", "RCPT TO:<ada>", "DATA"]));
    }

    /// <summary>A login that failed is not that of mail without one.</summary>
    [Test]
    public void SmtpAuthNone_BehindALoginThatFailed_HasNobodysName()
    {
        using var auth = ScriptedServer.Auth(static _ => "Auth-Status: No\r\nAuth-Wait: 1\r\n");
        using var server = ServerUnderTest.Start($"mail {{ auth_http 127.0.0.1:{auth.Port}; server {{ listen {{port}}; protocol smtp; smtp_auth none cram-md5; }} }}");
        using var client = server.Connect();
        client.Send("AUTH CRAM-MD5\r\nYWRhIDAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm\r\nMAIL FROM:<a>\r\nRCPT TO:<b>\r\n");

        Assert.That(auth.TakeRequest(), Does.Contain("Auth-User: ada"));
        client.ReadUntil("535 5.7.0 No\r\n");
        var request = auth.TakeRequest();
        Assert.That(request, Does.Contain("Auth-User: ").And.Contain("Auth-Pass: ").And.Contain("Auth-Method: none"));
        Assert.That(request, Has.None.StartsWith("Auth-Salt"));
    }

    [Test]
    public void SmtpGreetingDelay_ClientThatTalks_IsRejected()
    {
        using var server = ServerUnderTest.Start(Conf.Replace("protocol smtp;", "protocol smtp; smtp_greeting_delay 1h;", StringComparison.Ordinal));
        using var client = server.Connect();
        client.Send("EHLO me\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("503 5.5.0 Improper use of SMTP command pipelining\r\n"));
        server.ErrorLog.WaitForLine("client was rejected before greeting: \"EHLO me\" while in delay pipelining state");
    }

    [Test]
    public void SmtpGreetingDelay_ClientThatWaits_IsGreeted()
    {
        using var server = ServerUnderTest.Start(Conf.Replace("protocol smtp;", "protocol smtp; smtp_greeting_delay 100ms;", StringComparison.Ordinal));
        using var client = server.Connect();
        client.ReadUntil("220 mx.test ESMTP ready\r\n");
        client.Send("QUIT\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("221 2.0.0 Bye\r\n"));
    }

    [Test]
    public void Smtp_MoreCommandsThanTheBufferHolds_AreAllAnswered()
    {
        using var server = ServerUnderTest.Start(Conf.Replace("protocol smtp;", "protocol smtp; smtp_client_buffer 64;", StringComparison.Ordinal));
        using var client = server.Connect();
        client.Send(string.Concat(Enumerable.Repeat("NOOP\r\n", 5000)) + "QUIT\r\n");

        Assert.That(client.ReadToEnd().Split("250 2.0.0 OK\r\n"), Has.Length.EqualTo(5001));
    }
}
