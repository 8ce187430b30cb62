using System.Globalization;
using System.Net.Sockets;
using Engine.Testing;

namespace Engine.Host.Tests.Processes;

/// <summary>The master and its server process.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class MasterTests
{
    private const string Conf = """
        master_process on;
        error_log logs/error.log notice;
        http { server { listen {port}; location / { return 200 $pid; } } }
        """;

    [Test]
    public void Start_WithAMaster_NamesItInThePidFile()
    {
        using var server = ServerUnderTest.Start(Conf);

        Assert.That(server.Prefix.ReadFile("logs/nginx.pid"), Is.EqualTo($"{server.ProcessId}\n"));
        Assert.That(server.Get("/").Body, Is.EqualTo(Child(server.ProcessId).ToString(CultureInfo.InvariantCulture)));
        Assert.That(ProcFile.Title(server.ProcessId), Does.StartWith("engine: master process " + ServerBinary.UnderTest.FilePath));
        Assert.That(ProcFile.Title(Child(server.ProcessId)), Is.EqualTo("engine: worker process"));
    }

    [Test]
    public void ServerProcess_Killed_IsStartedAgainAndNoConnectionRefused()
    {
        using var server = ServerUnderTest.Start(Conf);
        server.AllowAlerts = true;
        var first = Child(server.ProcessId);

        ServerUnderTest.Signal("KILL", first);
        var answers = new List<string>();
        do
        {
            // Refused, the connection would throw. Accepted by the process that dies, it ends without an answer.
            using var connection = server.Connect();
            connection.SendLines("GET / HTTP/1.1", "Host: a", "Connection: close");
            answers.Add(connection.ReadToEnd());
        }
        while (!answers[^1].Contains("200 OK", StringComparison.Ordinal) || answers[^1].EndsWith($"\n{first}", StringComparison.Ordinal));

        Assert.That(Child(server.ProcessId), Is.Not.EqualTo(first));
        Assert.That(server.ErrorLog.LinesWith($"[alert] {server.ProcessId}#{server.ProcessId}: worker process {first} exited on signal 9"), Is.Not.Empty);
        Assert.That(server.ErrorLog.LinesWith($"start worker process {Child(server.ProcessId)}"), Is.Not.Empty);
    }

    [Test]
    public void ServerProcess_KilledWhileTheFilesAreBroken_IsStartedAgainWithWhatItServed()
    {
        using var prefix = new ServerPrefix();
        using var server = ServerUnderTest.Start(Conf + "include more/*.conf;", prefix);
        server.AllowAlerts = true;
        prefix.WriteConf("broken").WriteFile("conf/more/broken.conf", "broken");

        ServerUnderTest.Signal("KILL", Child(server.ProcessId));
        server.ErrorLog.WaitForLines("start worker process ", 2);

        Assert.That(server.Get("/").Status, Is.EqualTo(200));
        server.Reload();
        server.ErrorLog.WaitForLine("[emerg]");
        Assert.That(server.Get("/").Status, Is.EqualTo(200));
    }

    [Test]
    public void ServerProcess_Quit_IsStartedAgain()
    {
        using var server = ServerUnderTest.Start(Conf);
        var first = Child(server.ProcessId);

        ServerUnderTest.Signal("QUIT", first);

        server.ErrorLog.WaitForLine($"worker process {first} exited with code 0");
        server.ErrorLog.WaitForLines("start worker process ", 2);
        Assert.That(server.Get("/").Status, Is.EqualTo(200));
    }

    [TestCase("QUIT", "shutting down", "gracefully shutting down")]
    [TestCase("TERM", "exiting", "exiting")]
    [TestCase("INT", "exiting", "exiting")]
    public void Master_ToldToEnd_EndsBothAndRemovesThePidFile(string signal, string action, string ofServer)
    {
        using var prefix = new ServerPrefix();
        LogFile log;
        int server;
        using (var running = ServerUnderTest.Start(Conf, prefix))
        {
            log = running.ErrorLog;
            server = Child(running.ProcessId);
            if (signal != "TERM")
                running.Stop(signal);
        }

        Assert.That(ProcFile.Exists(server), Is.False);
        Assert.That(File.Exists(prefix.PathOf("logs/nginx.pid")), Is.False);
        Assert.That(log.LinesWith($"(SIG{signal}) received from "), Has.One.EndsWith(", " + action));
        Assert.That(log.LinesWith($"{server}#{server}: {ofServer}"), Is.Not.Empty);
        Assert.That(log.LinesWith($"worker process {server} exited with code 0"), Has.Length.EqualTo(1));
        Assert.That(log.Lines[^1], Does.EndWith(": exit"));
    }

    [Test]
    public void Master_Killed_TakesTheServerProcessWithIt()
    {
        using var daemon = Daemon.Start(Conf);
        var server = Child(daemon.ProcessId);

        daemon.Signal("KILL");

        Assert.That(SafetyTimeout.WaitUntil(() => !ProcFile.Exists(server)), Is.True);
        Assert.That(() => RawConnection.Open(daemon.Prefix.Port), Throws.InstanceOf<SocketException>());
    }

    [Test]
    public void Winch_ToADaemon_StopsItsServerProcessUntilAReload()
    {
        using var daemon = Daemon.Start(Conf);
        var server = Child(daemon.ProcessId);

        daemon.Signal("WINCH");
        daemon.ErrorLog.WaitForLine($"worker process {server} exited with code 0");
        Assert.That(ProcFile.Children(daemon.ProcessId), Is.Empty);
        daemon.Signal("HUP");
        daemon.ErrorLog.WaitForLines("start worker process ", 2);

        using var connection = RawConnection.Open(daemon.Prefix.Port);
        Assert.That(connection.Get("/").Status, Is.EqualTo(200));
    }

    [Test]
    public void Winch_ToAForegroundProcess_IsATerminalThatChangedItsSize()
    {
        using var server = ServerUnderTest.Start(Conf);

        server.Signal("WINCH");

        Assert.That(server.ErrorLog.WaitForLine("(SIGWINCH)"), Does.Match(@"received from \d+$"));
        Assert.That(server.Get("/").Status, Is.EqualTo(200));
    }

    [Test]
    public void Start_OfTheServerProcessFails_EndsTheMasterWithItsReason()
    {
        var result = ServerUnderTest.StartAndFail("master_process on; http { server { listen {port}; foo_bar; } }");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Match(@"^nginx: \[emerg\] unknown directive ""foo_bar"" in .*/conf/nginx.conf:1\n$"));
        Assert.That(result.ErrorLog, Does.Contain("[emerg]").And.Contain("unknown directive \"foo_bar\""));
    }

    private static int Child(int pid) => ProcFile.Children(pid).Single();
}
