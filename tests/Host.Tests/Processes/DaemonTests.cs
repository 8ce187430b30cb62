using System.Net;
using System.Net.Sockets;
using Engine.Testing;

namespace Engine.Host.Tests.Processes;

/// <summary><c>daemon on</c>: the start returns when the server serves, or says why it does not.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class DaemonTests
{
    private const string Http = "http { server { listen {port}; location / { return 200 ok; } } }";

    [TestCase("master_process on;")]
    [TestCase("master_process off;")]
    public void Start_Returned_ServesAlready(string conf)
    {
        using var daemon = Daemon.Start(conf + Http);

        using var connection = RawConnection.Open(daemon.Prefix.Port);
        Assert.That(connection.Get("/").Body, Is.EqualTo("ok"));
    }

    [TestCase("master_process on;")]
    [TestCase("master_process off;")]
    public void Daemon_Running_HasLeftTheTerminal(string conf)
    {
        using var daemon = Daemon.Start(conf + Http);

        Assert.That(File.ResolveLinkTarget($"/proc/{daemon.ProcessId}/fd/0", false)!.FullName, Is.EqualTo("/dev/null"));
        Assert.That(File.ResolveLinkTarget($"/proc/{daemon.ProcessId}/fd/1", false)!.FullName, Is.EqualTo("/dev/null"));
        Assert.That(File.ResolveLinkTarget($"/proc/{daemon.ProcessId}/fd/2", false)!.FullName, Is.EqualTo(daemon.ErrorLog.FilePath));
        var session = ProcFile.Read(daemon.ProcessId, "stat").Split(") ")[1].Split(' ')[3];
        Assert.That(session, Is.EqualTo($"{daemon.ProcessId}"));
    }

    [TestCase("master_process on;", "QUIT")]
    [TestCase("master_process off;", "QUIT")]
    [TestCase("master_process off;", "TERM")]
    public void Daemon_ToldToEnd_RemovesItsPidFile(string conf, string signal)
    {
        using var daemon = Daemon.Start(conf + Http);

        daemon.Signal(signal);
        daemon.WaitForEnd();

        Assert.That(File.Exists(daemon.Prefix.PathOf("logs/nginx.pid")), Is.False);
    }

    [TestCase("daemon on; master_process on; foo_bar;")]
    [TestCase("daemon on; master_process off; foo_bar;")]
    [TestCase("daemon on; master_process on; http { foo_bar; }")]
    [TestCase("daemon on; master_process off; http { foo_bar; }")]
    public void Start_OfABrokenConfiguration_FailsAndSaysWhy(string conf)
    {
        var result = ServerUnderTest.StartAndFail(conf);

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Match(@"^nginx: \[emerg\] unknown directive ""foo_bar"" in .*:1\n$"));
        Assert.That(result.ErrorLog, Does.Contain("[emerg]").And.Contain("unknown directive \"foo_bar\""));
    }

    [TestCase("master_process on;")]
    [TestCase("master_process off;")]
    public void Start_OnATakenPort_FailsAndSaysWhy(string conf)
    {
        using var prefix = new ServerPrefix();
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Any, prefix.Port));
        taken.Listen();

        var result = ServerUnderTest.StartAndFail("daemon on; error_log logs/error.log; " + conf + Http, prefix);

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.StartWith($"nginx: [emerg] bind() to 0.0.0.0:{prefix.Port} failed (98: Address already in use)\n"));
        Assert.That(result.Error, Does.EndWith("nginx: [emerg] still could not bind()\n"));
        Assert.That(File.Exists(prefix.PathOf("logs/nginx.pid")), Is.False);
    }

    [TestCase("master_process on;")]
    [TestCase("master_process off;")]
    public void Start_WithoutAPlaceForThePidFile_FailsAndSaysWhy(string conf)
    {
        var result = ServerUnderTest.StartAndFail("pid none/nginx.pid; daemon on; " + conf + Http);

        Assert.That(result.Error, Does.Match(@"^nginx: \[emerg\] open\(\) "".*/none/nginx.pid"" failed \(2: No such file or directory\)\n$"));
    }
}
