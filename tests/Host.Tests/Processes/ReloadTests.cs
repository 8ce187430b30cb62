using System.Net.Sockets;
using Engine.Testing;

namespace Engine.Host.Tests.Processes;

/// <summary>HUP: a new cycle takes over in the running process, or nothing changes.</summary>
[TestFixture("on")]
[TestFixture("off")]
[Parallelizable(ParallelScope.All)]
public sealed class ReloadTests(string master)
{
    /// <summary>Written when the last user of the old cycle is gone.</summary>
    private const string Released = " exited with code 0: configuration ";

    [Test]
    public void Reload_OfAnotherConfiguration_ServesThat()
    {
        using var server = ServerUnderTest.Start(Conf("return 200 one;"));
        var process = server.Get("/pid").Body;

        server.Reload(Conf("return 200 two;"));
        server.ErrorLog.WaitForLine(Released);

        Assert.That(server.Get("/").Body, Is.EqualTo("two"));
        Assert.That(server.Get("/pid").Body, Is.EqualTo(process));
    }

    /// <summary>What init_by_lua* sees is not what an older configuration has left of it.</summary>
    [Test]
    public void Reload_WithOtherVariables_SeesThoseTheServerWasStartedWith()
    {
        using var server = ServerUnderTest.Start("env FOO=bar; env PATH=/none;" + Environments);
        Assert.That(server.Get("/").Body, Is.EqualTo("bar /none"));

        server.Reload("env FOO; env PATH;" + Environments);
        server.ErrorLog.WaitForLine(Released);

        Assert.That(server.Get("/").Body, Is.EqualTo($"nil {Environment.GetEnvironmentVariable("PATH")}"));
    }

    private string Environments => $$"""
        master_process {{master}};
        error_log logs/error.log notice;
        http {
          init_by_lua_block { before = tostring(os.getenv("FOO")) .. " " .. tostring(os.getenv("PATH")) }
          server { listen {port}; location / { content_by_lua_block { ngx.print(before) } } }
        }
        """;

    [Test]
    public void Reload_WithAKeepAliveConnection_ServesItsNextRequestByTheNewConfiguration()
    {
        using var server = ServerUnderTest.Start(Conf("return 200 one;"));
        using var connection = server.Connect();
        Assert.That(connection.Get("/").Body, Is.EqualTo("one"));

        server.Reload(Conf("return 200 two;"));
        server.ErrorLog.WaitForLine(Released);

        Assert.That(connection.Get("/").Body, Is.EqualTo("two"));
    }

    [TestCase("foo_bar;", "unknown directive \"foo_bar\" in ")]
    [TestCase("error_log /none/x.log;", "open() \"/none/x.log\" failed (2: No such file or directory)")]
    public void Reload_OfABrokenConfiguration_ChangesNothing(string broken, string message)
    {
        using var prefix = new ServerPrefix();
        var server = ServerUnderTest.Start(Conf("return 200 one;"), prefix);
        server.AllowAlerts = true;
        using (server)
        {
            server.Reload(Conf("return 200 two;") + broken);
            Assert.That(server.ErrorLog.WaitForLine("[emerg]"), Does.Contain(message));
            Assert.That(server.Get("/").Body, Is.EqualTo("one"));

            server.Reload(Conf("return 200 three;"));
            server.ErrorLog.WaitForLine(Released);
            Assert.That(server.Get("/").Body, Is.EqualTo("three"));
        }
    }

    [Test]
    public void Reload_WithOtherAddresses_OpensTheNewAndClosesTheOld()
    {
        using var server = ServerUnderTest.Start(Conf("return 200 one;"));

        server.Reload(Conf("return 200 two;").Replace("{port}", "{port2}", StringComparison.Ordinal));
        server.ErrorLog.WaitForLine(Released);

        using var connection = RawConnection.Open(server.Port2);
        Assert.That(connection.Get("/").Body, Is.EqualTo("two"));
        Assert.That(SafetyTimeout.WaitUntil(() => IsRefused(server.Port)), Is.True);
    }

    [TestCase(1, 3)]
    [TestCase(3, 1)]
    public void Reload_WithAnotherNumberOfWorkers_StartsOrEndsSome(int before, int after)
    {
        using var server = ServerUnderTest.Start($"worker_processes {before};" + Conf("return 200 one;"));
        Assert.That(SafetyTimeout.WaitUntil(() => WorkersOf(server) == before), Is.True);

        server.Reload($"worker_processes {after};" + Conf("return 200 two;"));
        server.ErrorLog.WaitForLine(Released);

        Assert.That(SafetyTimeout.WaitUntil(() => WorkersOf(server) == after), Is.True);
        for (var i = 0; i < 2 * after; i++)
            Assert.That(server.Get("/").Body, Is.EqualTo("two"));
    }

    /// <summary>The worker has still a request of before; it serves again, and what comes to its share of the address is answered.</summary>
    [Test]
    public void Reload_ThatWantsAQuittingWorkerAgain_KeepsIt()
    {
        using var server = ServerUnderTest.Start(SharesConf(workers: 2, "one"));
        var held = new List<RawConnection>();
        do
        {
            held.Add(server.Connect());
            held[^1].Send("GET /hold HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        }
        while (!held[^1].ReadUntil("!").EndsWith("worker 1!", StringComparison.Ordinal));

        server.Reload(SharesConf(workers: 1, "two"));
        Assert.That(SafetyTimeout.WaitUntil(() => TextOf(server) == "two"), Is.True);
        server.Reload(SharesConf(workers: 2, "three"));
        Assert.That(SafetyTimeout.WaitUntil(() => TextOf(server) == "three"), Is.True);

        Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/id").Body == "1"), Is.True);
        server.Get("/go");
        foreach (var connection in held)
        {
            Assert.That(connection.ReadToEnd(), Does.Contain("done"));
            connection.Dispose();
        }
    }

    [TestCase("")]
    [TestCase("flush=1h")]
    public void Reload_ThatNamesABufferedLogNoMore_WritesWhatWasCollected(string parameter)
    {
        using var prefix = new ServerPrefix();
        using var server = ServerUnderTest.Start(Conf($"return 200 one; access_log logs/buffered.log combined buffer=64k {parameter};"), prefix);
        server.Get("/collected");

        server.Reload(Conf("return 200 two;"));
        server.ErrorLog.WaitForLine(Released);

        Assert.That(prefix.ReadFile("logs/buffered.log"), Does.Contain("GET /collected "));
    }

    [Test]
    public void Reload_ManyTimesUnderLoad_AnswersEveryRequest()
    {
        using var server = ServerUnderTest.Start("worker_processes 2;" + Conf("return 200 one;"));
        const int reloads = 10;
        for (var i = 1; i <= reloads; i++)
        {
            server.Reload();
            do
                Assert.That(server.Get("/").Body, Is.EqualTo("one"));
            while (server.ErrorLog.LinesWith(Released).Length < i);
        }
    }

    [Test]
    public void Reload_WithAnotherPidFile_MovesIt()
    {
        using var prefix = new ServerPrefix();
        using var server = ServerUnderTest.Start(Conf("return 200 one;"), prefix);

        server.Reload("pid logs/other.pid;" + Conf("return 200 two;"));
        server.ErrorLog.WaitForLine(Released);

        Assert.That(prefix.ReadFile("logs/other.pid"), Is.EqualTo($"{server.ProcessId}\n"));
        Assert.That(File.Exists(prefix.PathOf("logs/nginx.pid")), Is.False);
    }

    [Test]
    public void Reopen_OfRenamedLogs_WritesToNewOnes()
    {
        using var prefix = new ServerPrefix();
        using var server = ServerUnderTest.Start(Conf("return 200 one;"), prefix);
        File.Move(prefix.PathOf("logs/error.log"), prefix.PathOf("logs/error.log.1"));

        server.Signal("USR1");

        // Each process says so before it does it, and does nothing else in between.
        var old = new LogFile(prefix.PathOf("logs/error.log.1"));
        old.WaitForLines(": reopening logs", master == "on" ? 2 : 1);
        server.Reload();
        server.ErrorLog.WaitForLine(Released);
        Assert.That(old.Text, Does.Not.Contain(Released));
    }

    private string Conf(string location) => $$"""
        master_process {{master}};
        error_log logs/error.log notice;
        http { server { listen {port}; location / { {{location}} } location = /pid { return 200 $pid; } } }

        """;

    /// <summary>By an address that is not shared: a share that goes takes those with it that wait there, as in nginx.</summary>
    private static string TextOf(ServerUnderTest server)
    {
        using var connection = RawConnection.Open(server.Port2);
        return connection.Get("/text").Body;
    }

    private string SharesConf(int workers, string text) => $$"""
        worker_processes {{workers}};
        master_process {{master}};
        error_log logs/error.log notice;
        http {
            lua_shared_dict flags 64k;
            server {
                listen {port} reuseport;
                listen {port2};
                location /text { return 200 {{text}}; }
                location /id { content_by_lua_block { ngx.print(ngx.worker.id()) } }
                location /go { content_by_lua_block { ngx.shared.flags:set("go", true) } }
                location /hold {
                    content_by_lua_block {
                        ngx.print("worker ", ngx.worker.id(), "!")
                        ngx.flush(true)
                        while not ngx.shared.flags:get("go") do ngx.sleep(0.01) end
                        ngx.print("done")
                    }
                }
            }
        }

        """;

    private static bool IsRefused(int port)
    {
        try
        {
            RawConnection.Open(port).Dispose();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private int WorkersOf(ServerUnderTest server)
    {
        var process = master == "on" ? ProcFile.Children(server.ProcessId).Single() : server.ProcessId;
        return Enumerable.Range(0, 8).Count(index => ProcFile.Threads(process, $"worker {index}").Length > 0);
    }
}
