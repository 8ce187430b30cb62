using Engine.Testing;

namespace Engine.Mail.Tests.Conf;

/// <summary>What the mail block refuses, and what it infers.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class MailBlockTests
{
    private const string Auth = "auth_http 127.0.0.1:1;";

    [TestCase("server { protocol imap; }", "no \"listen\" is defined for server in ")]
    [TestCase("server { listen {port}; " + Auth + " }", "unknown mail protocol for server in ")]
    [TestCase("server { listen {port}; protocol imap; }", "no \"auth_http\" is defined for server in ")]
    [TestCase("server { listen {port}; protocol nntp; }", "unknown protocol \"nntp\" in ")]
    [TestCase("server { listen {port} ssl; }", "the \"ssl\" parameter requires ngx_mail_ssl_module in ")]
    [TestCase("server { listen {port} reuseport; }", "the invalid \"reuseport\" parameter in ")]
    [TestCase("server { listen {port} default_server; }", "the invalid \"default_server\" parameter in ")]
    [TestCase("server { listen {port} backlog=0; }", "invalid backlog \"backlog=0\" in ")]
    [TestCase("server { listen {port}; listen {port}; }", "duplicate \"0.0.0.0:{port}\" address and port pair in ")]
    [TestCase("server { listen {port}; } server { listen {port}; }", "duplicate \"0.0.0.0:{port}\" address and port pair in ")]
    [TestCase("starttls on;", "\"starttls\" is not supported: there is no TLS with clients of mail in ")]
    [TestCase("server { ssl_certificate x; }", "\"ssl_certificate\" is not supported: ")]
    [TestCase("server { auth_http_pass_client_cert on; }", "\"auth_http_pass_client_cert\" is not supported: ")]
    [TestCase("imap_auth apop;", "invalid value \"apop\" in ")]
    [TestCase("pop3_auth login;", "invalid value \"login\" in ")]
    [TestCase("auth_http nosuch.invalid;", "host not found in auth_http \"nosuch.invalid\" in ")]
    [TestCase("auth_http http://;", "no host in auth_http \"\" in ")]
    [TestCase("auth_http 127.0.0.1:99999;", "invalid port in auth_http \"127.0.0.1:99999\" in ")]
    [TestCase("resolver 127.0.0.1; resolver 127.0.0.2;", "\"resolver\" directive is duplicate in ")]
    [TestCase("protocol imap;", "\"protocol\" directive is not allowed here in ")]
    [TestCase("} mail {", "\"mail\" directive is duplicate in ")]
    public void Mail_ConfThatCannotBe_SaysWhy(string body, string message)
    {
        using var prefix = new ServerPrefix();
        var result = ServerUnderTest.StartAndFail($"mail {{ {body} }}", prefix);

        Assert.That(result.Error, Does.Contain(message.Replace("{port}", $"{prefix.Port}", StringComparison.Ordinal)));
    }

    [TestCase(143)]
    [TestCase(993)]
    [TestCase(110)]
    [TestCase(995)]
    [TestCase(25)]
    [TestCase(587)]
    [TestCase(465)]
    public void Protocol_WellKnownPort_NeedsNoDirective(int port)
    {
        using var prefix = new ServerPrefix();
        prefix.WriteConf($"mail {{ {Auth} server {{ listen 127.0.0.1:{port} bind rcvbuf=8k sndbuf=8k so_keepalive=on backlog=5; }} }}");

        Assert.That(prefix.Run("-t").ExitCode, Is.Zero);
    }

    [Test]
    public void Listen_SpecificAddressBesideAWildcard_IsTheOthersServer()
    {
        using var server = ServerUnderTest.Start($"mail {{ {Auth} server {{ listen {{port}}; protocol imap; }} server {{ listen 127.0.0.1:{{port}}; protocol pop3; }} }}");
        using var client = server.Connect();

        Assert.That(client.ReadUntil("\r\n"), Is.EqualTo("+OK POP3 ready\r\n"));
    }

    [Test]
    public void ErrorLog_OfAServer_TakesItsSessions()
    {
        using var server = ServerUnderTest.Start($"mail {{ {Auth} server {{ listen {{port}}; protocol imap; error_log logs/mail.log info; }} }}");
        using var client = server.Connect();
        client.Send("a LOGOUT\r\n");
        client.ReadToEnd();

        new LogFile(server.Prefix.PathOf("logs/mail.log")).WaitForLine($"client 127.0.0.1:{client.LocalPort} connected to 0.0.0.0:{server.Port}");
        Assert.That(server.ErrorLog.Text, Does.Not.Contain("connected to"));
    }
}
