using Engine.Testing;

namespace Engine.Mail.Tests.Modules.AuthHttp;

/// <summary>What the auth server is asked, and what follows from its answers.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class AuthHttpTests
{
    [Test]
    public void AuthHttp_Request_HasNginxsFields()
    {
        using var auth = ScriptedServer.Auth(static _ => "Auth-Status: No\r\n");
        using var server = ServerUnderTest.Start($$"""
            mail {
              auth_http_header X-Outer never;
              server { listen {port}; protocol imap; auth_http http://127.0.0.1:{{auth.Port}}/who?x=1; auth_http_header X-One 1; auth_http_header "X-Two" "a b"; }
            }
            """);
        using var client = server.Connect();
        client.Send("a LOGIN ada secret\r\n");

        Assert.That(auth.TakeRequest(), Is.EqualTo((string[])
        [
            "GET /who?x=1 HTTP/1.0", "Host: 127.0.0.1", "Auth-Method: plain", "Auth-User: ada", "Auth-Pass: secret", "Auth-Protocol: imap",
            "Auth-Login-Attempt: 1", "Client-IP: 127.0.0.1", "X-One: 1", "X-Two: a b",
        ]));
    }

    [TestCase("Auth-Status: No\r\n", "-ERR No\r\n", "client login failed: \"No\" while in http auth state, client: 127.0.0.1")]
    [TestCase("Auth-Status:\r\n", "-ERR \r\n", "client login failed: \"\"")]
    [TestCase("Auth-Status: ok\r\n", "-ERR ok\r\n", "client login failed: \"ok\"")]
    [TestCase("X: y\r\n", "-ERR internal server error\r\n", "did not send status while in http auth state")]
    [TestCase("Auth-Status: OK\r\n", "-ERR internal server error\r\n", "did not send server or port")]
    [TestCase("Auth-Status: OK\r\nAuth-Server: ::1\r\n", "-ERR internal server error\r\n", "did not send server or port")]
    [TestCase("Auth-Status: OK\r\nAuth-Server: localhost\r\nAuth-Port: 1\r\n", "-ERR internal server error\r\n", "sent invalid server address:\"localhost\"")]
    [TestCase("Auth-Status: OK\r\nAuth-Server: unix:/x\r\nAuth-Port: 1\r\n", "-ERR internal server error\r\n", "sent invalid server address:\"unix:/x\"")]
    [TestCase("Auth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: 1x\r\n", "-ERR internal server error\r\n", "sent invalid server port:\"1x\"")]
    [TestCase("Auth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: 0\r\n", "-ERR internal server error\r\n", "sent invalid server port:\"0\"")]
    [TestCase("Auth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: 65536\r\n", "-ERR internal server error\r\n", "sent invalid server port:\"65536\"")]
    [TestCase("Auth Status: OK\r\n", "-ERR internal server error\r\n", "sent invalid header in response")]
    public void AuthHttp_AnswerThatLetsNobodyIn_IsToldAndEndsTheSession(string fields, string answer, string log)
    {
        using var auth = ScriptedServer.Auth(_ => fields);
        using var server = Start(auth.Port, "protocol pop3;");
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("+OK\r\n" + answer));
        server.ErrorLog.WaitForLine(log);
    }

    [TestCase("HTTP/1.0 200 OK\r\nAuth-Status: OK\r\n", "sent incomplete response")]
    [TestCase("HTTP/1.0 200 OK\r\nX: {9000}", "sent too long response")]
    public void AuthHttp_ResponseWithoutEnd_IsAnInternalError(string response, string log)
    {
        using var auth = new ScriptedServer("", lines => lines[^1].Length == 0 ? response.Replace("{9000}", new string('x', 9000), StringComparison.Ordinal) : null);
        using var server = Start(auth.Port, "protocol pop3;");
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("-ERR internal server error\r\n"));
        server.ErrorLog.WaitForLine(log);
    }

    [Test]
    public void AuthHttpTimeout_SilentServer_IsAnInternalError()
    {
        using var auth = new ScriptedServer("", static _ => null);
        using var server = Start(auth.Port, "protocol pop3; auth_http_timeout 200ms;");
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("-ERR internal server error\r\n"));
        server.ErrorLog.WaitForLine("timed out (110: Connection timed out) while in http auth state");
    }

    [Test]
    public void AuthHttp_NobodyListens_IsAnInternalError()
    {
        using var server = Start(FreePorts.Next(), "protocol smtp;");
        using var client = server.Connect();
        client.Send("AUTH PLAIN AGFkYQBzZWNyZXQ=\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("451 4.3.2 Internal server error\r\n"));
        server.ErrorLog.WaitForLine("failed (111: Connection refused) while in http auth state");
    }

    [Test]
    public void AuthWait_LoginThatFailed_MayBeTriedAgain()
    {
        using var mail = MailServers.Pop3();
        using var auth = ScriptedServer.Auth(lines => lines.Contains("Auth-Pass: right") ? $"Auth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: {mail.Port}\r\n" : "Auth-Status: No\r\nAuth-Wait: 1\r\n");
        using var server = Start(auth.Port, "protocol pop3;");
        using var client = server.Connect();
        client.Send("USER ada\r\nPASS wrong\r\nUSER ada\r\nPASS right\r\n");
        client.ReadUntil("-ERR No\r\n+OK\r\n+OK PASS right\r\n");

        Assert.That(auth.TakeRequest(), Does.Contain("Auth-Login-Attempt: 1"));
        Assert.That(auth.TakeRequest(), Does.Contain("Auth-Login-Attempt: 2"));
    }

    [Test]
    public void AuthStatusWait_IsAskedAgain()
    {
        using var mail = MailServers.Pop3();
        var asked = 0;
        using var auth = ScriptedServer.Auth(_ => asked++ == 0 ? "Auth-Status: WAIT\r\nAuth-Wait: 1\r\n" : $"Auth-Status: OK\r\nAuth-Server: 127.0.0.1\r\nAuth-Port: {mail.Port}\r\nAuth-Pass: known\r\n");
        using var server = Start(auth.Port, "protocol pop3; pop3_auth apop;");
        using var client = server.Connect();
        client.Send("APOP ada 0123\r\n");
        client.ReadUntil("+OK PASS known\r\n");

        // The hash is still there the second time.
        Assert.That(auth.TakeRequest(), Does.Contain("Auth-Pass: 0123").And.Contain("Auth-Login-Attempt: 1"));
        Assert.That(auth.TakeRequest(), Does.Contain("Auth-Pass: 0123").And.Contain("Auth-Login-Attempt: 1"));
    }

    [Test]
    public void AuthPass_MissingWhereTheClientSentAHash_IsAnInternalError()
    {
        using var mail = MailServers.Pop3();
        using var auth = ScriptedServer.Auth(mail);
        using var server = Start(auth.Port, "protocol pop3; pop3_auth apop;");
        using var client = server.Connect();
        client.Send("APOP ada 0123\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("-ERR internal server error\r\n"));
        server.ErrorLog.WaitForLine("did not send password while in http auth state");
    }

    [Test]
    public void AuthHttp_OwnHttpServerOnASocket_IsAsked()
    {
        using var server = ServerUnderTest.Start("""
            http { server { listen unix:{unix}; location = /auth { add_header Auth-Status "$http_auth_user at $host"; return 204; } } }
            mail { server { listen {port}; protocol imap; auth_http unix:{unix}:/auth; } }
            """);
        using var client = server.Connect();
        client.Send("a LOGIN ada secret\r\n");

        Assert.That(client.ReadToEnd(), Does.EndWith("a NO ada at localhost\r\n"));
    }

    private static ServerUnderTest Start(int authPort, string directives) =>
        ServerUnderTest.Start($"mail {{ auth_http 127.0.0.1:{authPort}; server {{ listen {{port}}; {directives} }} }}");
}
