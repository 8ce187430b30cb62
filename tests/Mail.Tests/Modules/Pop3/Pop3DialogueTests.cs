using System.Text;
using System.Text.RegularExpressions;
using Engine.Testing;

namespace Engine.Mail.Tests.Modules.Pop3;

/// <summary>POP3 with a client, up to its login.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class Pop3DialogueTests
{
    private const string Conf = "mail { auth_http 127.0.0.1:1; server_name mx.test; max_errors 100; server { listen {port}; protocol pop3; } }";

    private static ServerUnderTest shared = null!;

    [OneTimeSetUp]
    public static void Start() => shared = ServerUnderTest.Start(Conf);

    [OneTimeTearDown]
    public static void Stop() => shared.Dispose();

    [TestCase("NOOP\r\n", "+OK\r\n")]
    [TestCase("noop \n", "+OK\r\n")]
    [TestCase("NOOP a b c\r\n", "+OK\r\n")]
    [TestCase("NOOP a b c d\r\n", "-ERR invalid command\r\n")]
    [TestCase("CAPA\r\n", "+OK Capability list follows\r\nTOP\r\nUSER\r\nUIDL\r\nSASL PLAIN LOGIN\r\n.\r\n")]
    [TestCase("AUTH\r\n", "+OK methods supported:\r\nPLAIN\r\nLOGIN\r\n.\r\n")]
    [TestCase("\r\n", "-ERR invalid command\r\n")]
    [TestCase("NOPE\r\n", "-ERR invalid command\r\n")]
    [TestCase("NOOP\rX\r\n", "-ERR invalid command\r\n")]
    [TestCase("US\0R a\r\n", "-ERR invalid command\r\n")]
    [TestCase("PASS x\r\n", "-ERR invalid command\r\n")]
    [TestCase("STLS\r\n", "-ERR invalid command\r\n")]
    [TestCase("APOP user 00000000000000000000000000000000\r\n", "-ERR invalid command\r\n")]
    [TestCase("USER\r\n", "-ERR invalid command\r\n")]
    [TestCase("USER ada\r\nUSER ada\r\n", "+OK\r\n-ERR invalid command\r\n")]
    [TestCase("USER ada\r\nNOOP\r\nPASS\r\n", "+OK\r\n+OK\r\n-ERR invalid command\r\n")]
    [TestCase("USER ada\r\nNOPE\r\nPASS x\r\n", "+OK\r\n-ERR invalid command\r\n-ERR invalid command\r\n")]
    [TestCase("AUTH PLAIN\r\n*\r\n", "+ \r\n-ERR invalid command\r\n")]
    [TestCase("AUTH LOGIN\r\nYWRh\r\n%%\r\n", "+ VXNlcm5hbWU6\r\n+ UGFzc3dvcmQ6\r\n-ERR invalid command\r\n")]
    [TestCase("AUTH CRAM-MD5\r\n", "-ERR invalid command\r\n")]
    [TestCase("AUTH EXTERNAL\r\n", "-ERR invalid command\r\n")]
    [TestCase("AUTH GSSAPI\r\n", "-ERR invalid command\r\n")]
    public void Pop3_Commands_AreAnswered(string commands, string answers)
    {
        using var client = shared.Connect();
        client.Send(commands + "QUIT\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("+OK POP3 ready\r\n" + answers + "+OK\r\n"));
    }

    [TestCase("apop", "SASL\r\n", true)]
    [TestCase("cram-md5", "SASL CRAM-MD5\r\n", true)]
    [TestCase("external", "SASL EXTERNAL\r\n", false)]
    [TestCase("plain apop cram-md5 external", "SASL PLAIN LOGIN CRAM-MD5 EXTERNAL\r\n", true)]
    public void Pop3Auth_Methods_AreOffered(string methods, string offer, bool hasSalt)
    {
        using var server = ServerUnderTest.Start(Conf.Replace("protocol pop3;", $"protocol pop3; pop3_auth {methods}; pop3_capabilities UTF8;", StringComparison.Ordinal));
        using var client = server.Connect();
        client.Send("CAPA\r\nQUIT\r\n");
        var greeting = client.ReadUntil("\r\n");

        Assert.That(Regex.IsMatch(greeting, @"^\+OK POP3 ready <\d+\.\d+@mx\.test>\r\n$"), Is.EqualTo(hasSalt), greeting);
        Assert.That(client.ReadToEnd(), Is.EqualTo($"+OK Capability list follows\r\nUTF8\r\n{offer}.\r\n+OK\r\n"));
    }

    [Test]
    public void Pop3_CommandsCutAnywhere_AreTheSame()
    {
        foreach (var parts in Segmentations.Of("NOOP\r\nFOO BAR\r\nUSER a b\r\nAUTH X\r\nQUIT\r\n"u8.ToArray()).Where(static (_, index) => index % 4 == 0))
        {
            using var client = shared.Connect();
            foreach (var part in parts)
                client.Send(part);
            Assert.That(client.ReadToEnd(), Is.EqualTo("+OK POP3 ready\r\n+OK\r\n-ERR invalid command\r\n+OK\r\n-ERR invalid command\r\n+OK\r\n"));
        }
    }

    [Test]
    public void Pop3_CommandThatIsTooLong_EndsTheSession()
    {
        using var server = ServerUnderTest.Start(Conf);
        using var client = server.Connect();
        client.Send("USER " + new string('u', 200) + "\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("+OK POP3 ready\r\n-ERR invalid command\r\n"));
        server.ErrorLog.WaitForLine("client sent too long command \"USER uuu");
    }

    [Test]
    public void MaxErrors_Lines_EndTheSession()
    {
        using var server = ServerUnderTest.Start(Conf.Replace("max_errors 100", "max_errors 2", StringComparison.Ordinal));
        using var client = server.Connect();
        client.Send("FOO\r\nUSER\r\nBAR\r\nNOOP\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("+OK POP3 ready\r\n-ERR invalid command\r\n-ERR invalid command\r\n-ERR invalid command\r\n"));
        server.ErrorLog.WaitForLine("client sent too many invalid commands while in auth state, client: 127.0.0.1, server: 0.0.0.0:");
    }

    [TestCase("USER ada lovelace\r\nPASS  a secret \r\n", "plain", "ada%20lovelace", "a%20secret%20")]
    [TestCase("USER a%b\r\nPASS \x80\x01\r\n", "plain", "a%25b", "\x80%01")]
    [TestCase("AUTH LOGIN\r\nYWRh\r\nc2VjcmV0\r\n", "plain", "ada", "secret")]
    [TestCase("AUTH LOGIN YWRh\r\nc2VjcmV0\r\n", "plain", "ada", "secret")]
    [TestCase("AUTH PLAIN emlkAGFkYQBzZWNyZXQ=\r\n", "plain", "ada", "secret")]
    [TestCase("AUTH PLAIN\r\nAGFkYQBzZWNyZXQ\r\n", "plain", "ada", "secret")]
    [TestCase("AUTH EXTERNAL YWRh\r\n", "external", "ada", "")]
    [TestCase("APOP ada 0123\r\n", "apop", "ada", "0123")]
    public void Pop3_Login_IsPutToTheAuthServer(string commands, string method, string user, string password)
    {
        using var mail = MailServers.Pop3();
        using var auth = ScriptedServer.Auth(mail, "Auth-Pass: known\r\n");
        using var server = ServerUnderTest.Start($"mail {{ auth_http 127.0.0.1:{auth.Port}; server {{ listen {{port}}; protocol pop3; pop3_auth plain apop external; }} }}");
        using var client = server.Connect();
        client.Send(commands);
        var request = auth.TakeRequest();

        Assert.That(request, Does.Contain("Auth-Method: " + method));
        Assert.That(request, Does.Contain("Auth-User: " + user));
        Assert.That(request, Does.Contain("Auth-Pass: " + password));
        Assert.That(request.Any(static line => line.StartsWith("Auth-Salt: <", StringComparison.Ordinal)), Is.EqualTo(method != "plain"));
        client.ReadUntil("+OK PASS known\r\n");
    }

    [Test]
    public void Pop3_CramMd5_HashesTheSalt()
    {
        using var mail = MailServers.Pop3();
        using var auth = ScriptedServer.Auth(mail, "Auth-Pass: known\r\n");
        using var server = ServerUnderTest.Start($"mail {{ auth_http 127.0.0.1:{auth.Port}; server {{ listen {{port}}; protocol pop3; pop3_auth cram-md5; }} }}");
        using var client = server.Connect();
        var salt = client.ReadUntil("\r\n").Split(' ')[^1].Trim();
        client.Send("AUTH CRAM-MD5\r\n");

        Assert.That(client.ReadUntil("\r\n"), Is.EqualTo($"+ {Convert.ToBase64String(Encoding.ASCII.GetBytes(salt))}\r\n"));
        client.Send("YWRhIDAxMjM0NTY3ODlhYmNkZWYwMTIzNDU2Nzg5YWJjZGVm\r\n");
        var request = auth.TakeRequest();
        Assert.That(request, Does.Contain("Auth-Salt: " + salt));
        Assert.That(request, Does.Contain("Auth-Pass: 0123456789abcdef0123456789abcdef"));
    }
}
