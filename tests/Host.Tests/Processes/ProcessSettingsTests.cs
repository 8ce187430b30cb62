using Engine.Testing;

namespace Engine.Host.Tests.Processes;

/// <summary>What the main context does to the process that serves.</summary>
[TestFixture("on")]
[TestFixture("off")]
[Parallelizable(ParallelScope.All)]
public sealed class ProcessSettingsTests(string master)
{
    private const string Http = "http { server { listen {port}; location / { return 200 $pid; } } }";

    [Test]
    public void Directory_Given_IsTheWorkingDirectory()
    {
        using var server = Start("working_directory {root}/html;");

        Assert.That(File.ResolveLinkTarget($"/proc/{PidOf(server)}/cwd", false)!.FullName, Is.EqualTo(server.Prefix.PathOf("html")));
    }

    [Test]
    public void Descriptors_Limited_AreLimited()
    {
        using var server = Start("worker_rlimit_nofile 777;");

        Assert.That(ProcFile.Read(PidOf(server), "limits"), Does.Match(@"Max open files\s+777\s+777"));
    }

    [Test]
    public void Workers_WithAffinity_RunOnTheirProcessor()
    {
        using var server = Start("worker_processes 2; worker_cpu_affinity 01 01;");
        var pid = PidOf(server);

        // The first answers while the second is still starting.
        foreach (var name in (string[])["worker 0", "worker 1"])
            Assert.That(SafetyTimeout.WaitUntil(() => ProcFile.Threads(pid, name) is [var thread] && ProcFile.Status(pid, "Cpus_allowed_list", thread) == "0"), Is.True);
    }

    [Test]
    public void Process_OfRoot_BecomesTheUser()
    {
        Assume.That(Environment.IsPrivilegedProcess);
        using var server = Start("user nobody nogroup;");
        var pid = PidOf(server);

        Assert.That(ProcFile.Status(pid, "Uid").Split('\t'), Has.None.EqualTo("0"));
        Assert.That(ProcFile.Status(pid, "Gid").Split('\t'), Has.None.EqualTo("0"));
        Assert.That(ProcFile.Status(pid, "CapEff"), Is.EqualTo("0000000000000000"));
    }

    [Test]
    public void Start_AsAUserWithoutRightsToTheLogs_OpensThemBefore()
    {
        Assume.That(Environment.IsPrivilegedProcess);
        using var prefix = new ServerPrefix();
        File.SetUnixFileMode(prefix.PathOf("logs"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        using var server = ServerUnderTest.Start($"master_process {master}; user nobody nogroup; error_log logs/error.log notice;" + Http, prefix);

        Assert.That(server.Get("/").Status, Is.EqualTo(200));
        Assert.That(server.ErrorLog.LinesWith("OS: Linux"), Is.Not.Empty);
    }

    [Test]
    public void Reload_AsAUserWithoutRights_GetsFilesFromTheMaster()
    {
        Assume.That(Environment.IsPrivilegedProcess && master == "on");
        using var prefix = new ServerPrefix();
        const string conf = "master_process on; user nobody nogroup; error_log logs/error.log notice; include more/*;" + Http;
        prefix.WriteFile("conf/more/one", "env A;");
        using var server = ServerUnderTest.Start(conf, prefix);
        foreach (var folder in (string[])["conf", "logs"])
            File.SetUnixFileMode(prefix.PathOf(folder), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        server.Reload(conf.Replace("http {", "http { error_log logs/second.log;", StringComparison.Ordinal));
        server.ErrorLog.WaitForLine(" exited with code 0");

        Assert.That(File.Exists(prefix.PathOf("logs/second.log")), Is.True);
        Assert.That(server.Get("/").Status, Is.EqualTo(200));
    }

    [Test]
    public void Start_Always_LogsWhatRuns()
    {
        using var server = Start("error_log logs/error.log notice;");

        foreach (var part in (string[])[$"using the \"{ServerPrefix.EventMethod}\" event method", "nginx/1.31.4", "OS: Linux ", "getrlimit(RLIMIT_NOFILE): "])
            Assert.That(server.ErrorLog.LinesWith("[notice]"), Has.One.Contains(part));
    }

    private ServerUnderTest Start(string conf) => ServerUnderTest.Start($"master_process {master}; {conf}\n{Http}");

    private static int PidOf(ServerUnderTest server) => int.Parse(server.Get("/").Body, System.Globalization.CultureInfo.InvariantCulture);
}
