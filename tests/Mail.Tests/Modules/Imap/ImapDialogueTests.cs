using Engine.Testing;

namespace Engine.Mail.Tests.Modules.Imap;

/// <summary>IMAP with a client, up to its login.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ImapDialogueTests
{
    private const string Conf = "mail { auth_http 127.0.0.1:1; max_errors 100; server { listen {port}; protocol imap; } }";

    private static ServerUnderTest shared = null!;

    [OneTimeSetUp]
    public static void Start() => shared = ServerUnderTest.Start(Conf);

    [OneTimeTearDown]
    public static void Stop() => shared.Dispose();

    [TestCase("a NOOP\r\n", "a OK completed\r\n")]
    [TestCase("a  noop \n", "a OK completed\r\n")]
    [TestCase("a CAPABILITY\r\n", "* CAPABILITY IMAP4 IMAP4rev1 UIDPLUS AUTH=PLAIN\r\na OK completed\r\n")]
    [TestCase("a FOO\r\n", "a BAD invalid command\r\n")]
    [TestCase("\r\n", "* BAD invalid command\r\n")]
    [TestCase("a\r\n", "* BAD invalid command\r\n")]
    [TestCase("a*b NOOP\r\n", "* BAD invalid command\r\n")]
    [TestCase("a.b-c_D1 NOOP\r\n", "a.b-c_D1 OK completed\r\n")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa NOOP\r\n", "* BAD invalid command\r\n")]
    [TestCase("a NO\0P\r\n", "a BAD invalid command\r\n")]
    [TestCase("a LOGIN\r\n", "a BAD invalid command\r\n")]
    [TestCase("a LOGIN ada\r\n", "a BAD invalid command\r\n")]
    [TestCase("a LOGIN ada x y\r\n", "a BAD invalid command\r\n")]
    [TestCase("a LOGIN \"\" x\r\n", "a BAD invalid command\r\n")]
    [TestCase("a LOGIN \"ada\r\nb NOOP\r\n", "a BAD invalid command\r\nb OK completed\r\n")]
    [TestCase("a LOGIN \"ad\\\r\nb NOOP\r\n", "a BAD invalid command\r\nb OK completed\r\n")]
    [TestCase("a LOGIN {x}\r\n", "a BAD invalid command\r\n")]
    [TestCase("a LOGIN {}\r\n", "a BAD invalid command\r\n")]
    [TestCase("a LOGIN {3}x\r\n", "a BAD invalid command\r\n")]
    [TestCase("a LOGIN {3}\r\nadax y\r\n", "+ OK\r\na BAD invalid command\r\n")]
    [TestCase("a STARTTLS\r\n", "a BAD invalid command\r\n")]
    [TestCase("a AUTHENTICATE\r\n", "a BAD invalid command\r\n")]
    [TestCase("a AUTHENTICATE CRAM-MD5\r\n", "a BAD invalid command\r\n")]
    [TestCase("a AUTHENTICATE PLAIN\r\n*\r\nb NOOP\r\n", "+ \r\na BAD invalid command\r\nb OK completed\r\n")]
    [TestCase("a AUTHENTICATE LOGIN\r\n!\r\nb NOOP\r\n", "+ VXNlcm5hbWU6\r\na BAD invalid command\r\nb OK completed\r\n")]
    public void Imap_Commands_AreAnswered(string commands, string answers)
    {
        using var client = shared.Connect();
        client.Send(commands + "z LOGOUT\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("* OK IMAP4 ready\r\n" + answers + "* BYE\r\nz OK completed\r\n"));
    }

    [TestCase("a LOGIN ada secret\r\n", "", "ada", "secret")]
    [TestCase("a LOGIN \"ada l\" \"s\\\"e\\\\t\"\r\n", "", "ada%20l", "s\"e\\t")]
    [TestCase("a LOGIN {3}\r\nada {6}\r\nse}\\\"t\r\n", "+ OK\r\n+ OK\r\n", "ada", "se}\\\"t")]
    [TestCase("a LOGIN {3+}\r\nada {6+}\r\nsecret\r\n", "", "ada", "secret")]
    [TestCase("a LOGIN {3+}\r\nada {0+}\r\n\r\n", "", "ada", "")]
    [TestCase("a LOGIN ada \"\"\r\n", "", "ada", "")]
    [TestCase("a LOGIN {5+}\r\na\r\n\0b {3+}\r\nx\r\n\r\n", "", "a%0D%0A%00b", "x%0D%0A")]
    [TestCase("a AUTHENTICATE PLAIN AGFkYQBzZWNyZXQ=\r\n", "", "ada", "secret")]
    [TestCase("a AUTHENTICATE LOGIN\r\nYWRh\r\nc2VjcmV0\r\n", "+ VXNlcm5hbWU6\r\n+ UGFzc3dvcmQ6\r\n", "ada", "secret")]
    public void Imap_Login_IsPutToTheAuthServer(string commands, string prompts, string user, string password)
    {
        using var auth = ScriptedServer.Auth(static _ => "Auth-Status: No such user\r\n");
        using var server = ServerUnderTest.Start($"mail {{ server {{ listen {{port}}; protocol imap; auth_http 127.0.0.1:{auth.Port}; }} }}");
        using var client = server.Connect();
        client.Send(commands);
        var request = auth.TakeRequest();

        Assert.That(request, Does.Contain("Auth-User: " + user));
        Assert.That(request, Does.Contain("Auth-Pass: " + password));
        Assert.That(request, Does.Contain("Auth-Protocol: imap"));
        Assert.That(client.ReadToEnd(), Is.EqualTo($"* OK IMAP4 ready\r\n{prompts}a NO No such user\r\n"));
    }

    /// <summary>Behind a command that is none, a literal would be read as commands.</summary>
    [Test]
    public void Imap_LiteralThatDoesNotWaitBehindNoCommand_EndsTheSession()
    {
        using var server = ServerUnderTest.Start(Conf);
        using var client = server.Connect();
        client.Send("a FOO {8+}\r\nb NOOP\r\n\r\n");

        Assert.That(client.ReadToEnd(), Is.EqualTo("* OK IMAP4 ready\r\na BAD invalid command\r\n"));
    }

    [TestCase("a LOGIN {999999}\r\n")]
    [TestCase("a LOGIN {99999999999999999999}\r\n")]
    public void ImapClientBuffer_LiteralLargerThanIt_EndsTheSession(string command)
    {
        using var server = ServerUnderTest.Start(Conf.Replace("protocol imap;", "protocol imap; imap_client_buffer 100;", StringComparison.Ordinal));
        using var client = server.Connect();
        client.Send(command);
        client.ReadUntil("+ OK\r\n");
        client.Send(new string('x', 100));

        Assert.That(client.ReadToEnd(), Is.EqualTo("a BAD invalid command\r\n").Or.EqualTo("* BAD invalid command\r\n"));
        server.ErrorLog.WaitForLine("client sent too long command");
    }
}
