using Engine.Core.Conf;
using Engine.Core.Tests.Conf;

namespace Engine.Core.Tests.Modules;

/// <summary>The directives of the main context and the events block; the messages are nginx's.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class MainModuleTests
{
    private const string At = " in {root}/conf/nginx.conf:1";

    [TestCase("worker_processes abc;", "\"worker_processes\" directive invalid value" + At)]
    [TestCase("worker_processes -1;", "\"worker_processes\" directive invalid value" + At)]
    [TestCase("worker_processes auto; worker_processes 2;", "\"worker_processes\" directive is duplicate" + At)]
    [TestCase("daemon maybe;", "invalid value \"maybe\" in \"daemon\" directive, it must be \"on\" or \"off\"" + At)]
    [TestCase("pid;", "invalid number of arguments in \"pid\" directive" + At)]
    [TestCase("worker_rlimit_nofile abc;", "\"worker_rlimit_nofile\" directive invalid number" + At)]
    [TestCase("worker_rlimit_core 10z;", "\"worker_rlimit_core\" directive invalid value" + At)]
    [TestCase("worker_shutdown_timeout 10z;", "\"worker_shutdown_timeout\" directive invalid value" + At)]
    [TestCase("worker_priority abc;", "\"worker_priority\" directive invalid number" + At)]
    [TestCase("worker_priority -;", "\"worker_priority\" directive invalid number" + At)]
    [TestCase("worker_priority -5; worker_priority 5;", "\"worker_priority\" directive is duplicate" + At)]
    [TestCase("worker_cpu_affinity 2;", "invalid character \"2\" in \"worker_cpu_affinity\"" + At)]
    [TestCase("worker_cpu_affinity auto x;", "invalid character \"x\" in \"worker_cpu_affinity\"" + At)]
    [TestCase("worker_cpu_affinity auto 01 01;", "invalid number of arguments in \"worker_cpu_affinity\" directive" + At)]
    [TestCase("worker_cpu_affinity 01; worker_cpu_affinity 01;", "\"worker_cpu_affinity\" directive is duplicate" + At)]
    [TestCase("debug_points foo;", "invalid value \"foo\"" + At)]
    [TestCase("env;", "invalid number of arguments in \"env\" directive" + At)]
    [TestCase("timer_resolution abc;", "\"timer_resolution\" directive invalid value" + At)]
    [TestCase("lock_file a; lock_file a;", "\"lock_file\" directive is duplicate" + At)]
    [TestCase("pcre_jit maybe;", "invalid value \"maybe\" in \"pcre_jit\" directive, it must be \"on\" or \"off\"" + At)]
    [TestCase("pcre_jit on; pcre_jit off;", "\"pcre_jit\" directive is duplicate" + At)]
    [TestCase("thread_pool x;", "invalid number of arguments in \"thread_pool\" directive" + At)]
    [TestCase("thread_pool x threads=0;", "invalid threads value \"threads=0\"" + At)]
    [TestCase("thread_pool x threads=2 max_queue=-1;", "invalid max_queue value \"max_queue=-1\"" + At)]
    [TestCase("thread_pool x threads=2; thread_pool x threads=3;", "duplicate thread pool \"x\"" + At)]
    [TestCase("thread_pool x max_queue=3;", "\"thread_pool\" must have \"threads\" parameter" + At)]
    [TestCase("events {} load_module modules/x.so;", "\"load_module\" directive is specified too late" + At)]
    [TestCase("load_module modules/x.so;", "module \"modules/x.so\" is not built in, and modules can not be loaded (built in: )" + At)]
    [TestCase("error_log;", "invalid number of arguments in \"error_log\" directive" + At)]
    [TestCase("error_log a b;", "invalid log level \"b\"" + At)]
    [TestCase("error_log a info warn;", "duplicate log level \"warn\"" + At)]
    [TestCase("error_log a debug_http info;", "duplicate log level \"info\"" + At)]
    [TestCase("error_log a info debug_http;", "invalid log level \"debug_http\"" + At)]
    [TestCase("error_log syslog:a;", "unknown syslog parameter \"a\"" + At)]
    [TestCase("error_log syslog:facility=user;", "no syslog server specified" + At)]
    public void MainContext_Wrong_IsRefused(string conf, string expected) => Assert.That(ConfFolder.RefusalOf(conf), Is.EqualTo(expected));

    /// <summary>Who reads only what is of the process leaves it to the others to say what is wrong.</summary>
    [Test]
    public void Outline_OfTextThatEndsInABlock_IsRead()
    {
        using var folder = new ConfFolder("worker_processes 3; http { server { location / { } events { }");

        var outline = folder.LoadOutline();

        Assert.That(outline.Core.WorkerProcesses.Value, Is.EqualTo(3));
    }

    [TestCase("error_log syslog:server=127.0.0.1:5514;", new[] { "error" }, true)]
    [TestCase("error_log syslog:server=127.0.0.1:5514 debug;", new[] { "debug", "error" }, true)]
    [TestCase("error_log a.log info; error_log syslog:server=127.0.0.1:5514 debug;", new[] { "info", "debug" }, false)]
    public void ErrorLog_InNoFile_IsInTheDefaultOneToo(string conf, string[] levels, bool hasDefault)
    {
        using var folder = new ConfFolder(conf + " events {}");
        var cycle = folder.Load();

        Assert.That(cycle.Log.Targets.Select(static target => target.Level.ToString().ToLowerInvariant()).TakeLast(levels.Length), Is.EqualTo(levels));
        Assert.That(cycle.Log.Targets.Any(static target => target.Destination.IsStderr), Is.EqualTo(hasDefault));
    }

    [TestCase("events x {}", "invalid number of arguments in \"events\" directive" + At)]
    [TestCase("events {} events {}", "\"events\" directive is duplicate" + At)]
    [TestCase("events { worker_connections abc; }", "invalid number \"abc\"" + At)]
    [TestCase("events { worker_connections 1; worker_connections 1; }", "\"worker_connections\" directive is duplicate" + At)]
    [TestCase("events { use foo; }", "invalid event type \"foo\"" + At)]
    [TestCase("events { use epoll; use epoll; }", "\"use\" directive is duplicate" + At)]
    [TestCase("events { multi_accept x; }", "invalid value \"x\" in \"multi_accept\" directive, it must be \"on\" or \"off\"" + At)]
    [TestCase("events { accept_mutex_delay x; }", "\"accept_mutex_delay\" directive invalid value" + At)]
    [TestCase("events { worker_aio_requests x; }", "\"worker_aio_requests\" directive invalid number" + At)]
    [TestCase("events { epoll_events x; }", "\"epoll_events\" directive invalid number" + At)]
    [TestCase("", "no \"events\" section in configuration")]
    public void Events_Wrong_AreRefused(string conf, string expected) => Assert.That(ConfFolder.RefusalOf(conf), Is.EqualTo(expected));

    [Test]
    public void Settings_NotGiven_HaveNginxsDefaults()
    {
        using var folder = new ConfFolder("events {}");

        var cycle = folder.Load();

        Assert.That(
            (cycle.Core.Daemon.Value, cycle.Core.MasterProcess.Value, cycle.Core.WorkerProcesses.Value, cycle.Events.WorkerConnections.Value, cycle.Events.Use.Value),
            Is.EqualTo((true, true, 1, 512, "epoll")));
        Assert.That(folder.Shorten(cycle.Core.Pid.Value), Is.EqualTo("{root}/logs/nginx.pid"));
    }

    [Test]
    public void Settings_Given_AreRead()
    {
        using var folder = new ConfFolder("""
            worker_processes auto; worker_priority -5; worker_rlimit_nofile 4096; worker_rlimit_core 1g; worker_shutdown_timeout 2s;
            env A; env B=c; working_directory /; pid /run/x.pid;
            events { worker_connections 7; multi_accept on; use poll; }
            """);

        var cycle = folder.Load();

        Assert.That(cycle.Core.WorkerProcesses.Value, Is.EqualTo(Environment.ProcessorCount));
        Assert.That((cycle.Core.WorkerPriority.Value, cycle.Core.WorkerRlimitNofile.Value, cycle.Core.WorkerRlimitCore.Value), Is.EqualTo((-5, 4096, 1L << 30)));
        Assert.That((cycle.Core.WorkerShutdownTimeoutMs.Value, cycle.Core.Pid.Value), Is.EqualTo((2000, "/run/x.pid")));
        Assert.That(cycle.Core.Environment, Is.EqualTo(new[] { "A", "B=c" }));
        Assert.That((cycle.Events.WorkerConnections.Value, cycle.Events.MultiAccept.Value, cycle.Events.Use.Value), Is.EqualTo((7, true, "epoll")));
    }

    [Test]
    public void User_ForAnOrdinaryUser_IsIgnoredWithAWarning()
    {
        using var folder = new ConfFolder("user nosuch_user;\nevents {}");

        var (cycle, warnings) = LoadWithWarnings(folder);

        Assert.That(cycle.Core.User.IsSet, Is.False);
        Assert.That(warnings, Does.EndWith(
            "the \"user\" directive makes sense only if the master process runs with super-user privileges, ignored in {root}/conf/nginx.conf:1"));
    }

    [TestCase("user nosuch_user;", "getpwnam(\"nosuch_user\") failed")]
    [TestCase("user root nosuch_group;", "getgrnam(\"nosuch_group\") failed")]
    [TestCase("user root; user root;", "\"user\" directive is duplicate")]
    public void User_Wrong_IsRefused(string conf, string expected)
    {
        using var folder = new ConfFolder(conf);
        folder.Sources = folder.Sources with { IsPrivileged = true };

        Assert.That(folder.Refusal(), Is.EqualTo(expected + At));
    }

    [Test]
    public void User_NotGiven_IsNobody()
    {
        using var folder = new ConfFolder("events {}");
        folder.Sources = folder.Sources with { IsPrivileged = true };

        Assert.That(folder.Load().Core.User.Value.Name, Is.EqualTo("nobody"));
    }

    [Test]
    public void WorkerProcesses_MoreThanNginxStarts_AreThatManyWithAWarning()
    {
        using var folder = new ConfFolder("worker_processes 1025; events {}");

        var (cycle, warnings) = LoadWithWarnings(folder);

        Assert.That(cycle.Core.WorkerProcesses.Value, Is.EqualTo(1024));
        Assert.That(warnings, Does.Contain("no more than 1024 workers can be started"));
    }

    [Test]
    public void Affinity_WithAnotherNumberOfMasks_WarnsAndRepeatsTheLast()
    {
        using var folder = new ConfFolder("worker_processes 3; worker_cpu_affinity 01 10; events {}");

        var (cycle, warnings) = LoadWithWarnings(folder);

        Assert.That(warnings, Does.Contain("the number of \"worker_processes\" is not equal to the number of \"worker_cpu_affinity\" masks, using last mask"));
        var affinity = cycle.Core.WorkerCpuAffinity.Value;
        Assert.That(Enumerable.Range(0, 3).Select(worker => affinity.MaskOf(worker)[0]), Is.EqualTo(new ulong[] { 1, 2, 2 }));
    }

    [Test]
    public void Affinity_Auto_GivesEachWorkerOneProcessorOfTheMask()
    {
        using var folder = new ConfFolder("worker_cpu_affinity auto 1010; events {}");

        var affinity = folder.Load().Core.WorkerCpuAffinity.Value;

        Assert.That(Enumerable.Range(0, 3).Select(worker => affinity.MaskOf(worker)[0]), Is.EqualTo(new ulong[] { 2, 8, 2 }));
    }

    [Test]
    public void Affinity_BeyondAWord_ReachesHighProcessors()
    {
        using var folder = new ConfFolder($"worker_cpu_affinity 1{new string('0', 70)}; events {{}}");

        Assert.That(folder.Load().Core.WorkerCpuAffinity.Value.MaskOf(0), Is.EqualTo(new ulong[] { 0, 1UL << 6 }));
    }

    [Test]
    public void DebugConnection_AddressesAndNetworks_AreThoseClients()
    {
        using var folder = new ConfFolder("events { debug_connection 127.0.0.1; debug_connection 2001:db8::/32; debug_connection unix:; }");
        var events = folder.Load().Events;

        string[] clients = ["127.0.0.1", "127.0.0.2", "[2001:db8::5]", "[2001:db9::5]", "unix:/client"];
        Assert.That(clients.Select(client => events.IsDebugged(Engine.Core.Net.SocketAddress.Parse(client, 1))), Is.EqualTo(new[] { true, false, true, false, true }));
    }

    [Test]
    public void DebugConnection_UnknownHost_IsRefused()
    {
        using var folder = new ConfFolder("events { debug_connection no-such-host.invalid; }");

        Assert.That(() => folder.Load(), Throws.TypeOf<ConfException>().With.Message.Contains("host not found in debug_connection \"no-such-host.invalid\""));
    }

    [Test]
    public void LoadModule_OfWhatIsBuiltIn_IsAccepted()
    {
        using var folder = new ConfFolder("load_module /usr/lib/nginx/modules/ngx_http_echo_module.so; events {}").With(new EchoModule());

        Assert.That(() => folder.Load(), Throws.Nothing);
    }

    private static (Engine.Core.Modules.Cycle Cycle, string Warnings) LoadWithWarnings(ConfFolder folder)
    {
        using var files = new Engine.Core.Log.LogFiles();
        var path = folder.PathOf("warnings");
        var log = new Engine.Core.Log.ErrorLog(new Engine.Core.Log.ErrorLogTarget(files.Use(path), Engine.Core.Log.LogLevel.Warn));
        Assert.That(files.OpenAll(out _, out _), Is.True);
        var cycle = folder.Load(log);
        return (cycle, folder.Shorten(File.ReadAllText(path).TrimEnd()));
    }

    private sealed class EchoModule : Engine.Core.Modules.CoreModule
    {
        public override string Name => "echo";

        public override void Register(Engine.Core.Conf.DirectiveTable table) =>
            table.Add(new Engine.Core.Conf.Directive("echo", Engine.Core.Conf.ConfContext.HttpLocation, 0, 9, static _ => { }));
    }
}
