using Engine.Testing;

namespace Engine.Host.Tests.Commands;

/// <summary><c>-s</c>: who is found, and what is said when nobody is.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SignalCommandTests
{
    private readonly ServerPrefix prefix = new();

    [TearDown]
    public void RemovePrefix() => prefix.Dispose();

    [TestCase(null, "[error] open() \"{root}/logs/nginx.pid\" failed (2: No such file or directory)")]
    [TestCase("", "[error] invalid PID number \"\" in \"{root}/logs/nginx.pid\"")]
    [TestCase("abc\n", "[error] invalid PID number \"abc\" in \"{root}/logs/nginx.pid\"")]
    [TestCase("0\n", "[error] invalid PID number \"0\" in \"{root}/logs/nginx.pid\"")]
    [TestCase("99999999\n", "[alert] kill(99999999, 15) failed (3: No such process)")]
    public void Server_NotThere_IsReported(string? pidFile, string expected)
    {
        prefix.WriteConf("");
        if (pidFile is not null)
            prefix.WriteFile("logs/nginx.pid", pidFile);

        var result = prefix.Run("-s", "stop");

        Assert.That((result.ExitCode, result.Error), Is.EqualTo((1, $"nginx: {expected.Replace("{root}", prefix.Root, StringComparison.Ordinal)}\n")));
        Assert.That(result.ErrorLog, Does.Contain("[notice]").And.Contain("signal process started"));
    }

    [TestCase("stop", "signal 15 (SIGTERM) received from ")]
    [TestCase("quit", "signal 3 (SIGQUIT) received from ")]
    public void Server_ToldToEnd_Ends(string command, string line)
    {
        using var daemon = Processes.Daemon.Start("error_log logs/error.log notice;");

        Assert.That(daemon.Prefix.Run("-s", command).ExitCode, Is.Zero);

        daemon.WaitForEnd();
        Assert.That(daemon.ErrorLog.Text, Does.Contain(line));
    }

    [TestCase("reload", "reconfiguring")]
    [TestCase("reopen", "reopening logs")]
    public void Server_ToldToGoOn_GoesOn(string command, string line)
    {
        using var server = ServerUnderTest.Start("error_log logs/error.log notice;", prefix);

        Assert.That(prefix.Run("-s", command).ExitCode, Is.Zero);

        server.ErrorLog.WaitForLine(line);
        Assert.That(server.HasExited, Is.False);
    }

    [Test]
    public void Reload_OfABrokenConfiguration_IsRefusedByTheCommand()
    {
        using var server = ServerUnderTest.Start("error_log logs/error.log notice;", prefix);
        server.AllowAlerts = true;
        prefix.WriteConf("http { foo_bar; }");

        var result = prefix.Run("-s", "reload");

        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("unknown directive \"foo_bar\""));
        Assert.That(server.ErrorLog.LinesWith("SIGHUP"), Is.Empty);
    }

    [Test]
    public void Stop_WithABrokenConfiguration_StillStops()
    {
        using var daemon = Processes.Daemon.Start("error_log logs/error.log notice;");
        daemon.Prefix.WriteConf("http { foo_bar; }");

        Assert.That(daemon.Prefix.Run("-s", "stop").ExitCode, Is.Zero);

        daemon.WaitForEnd();
    }
}
