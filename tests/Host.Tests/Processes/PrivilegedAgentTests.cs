using Engine.Testing;

namespace Engine.Host.Tests.Processes;

/// <summary>The privileged agent of ngx.process: a worker that listens on nothing.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class PrivilegedAgentTests
{
    private const string Conf = """
        master_process on;
        worker_processes 2;
        error_log logs/error.log notice;
        http {
            lua_shared_dict seen 1m;
            init_by_lua_block { ngx.log(ngx.NOTICE, "enabled ", require("ngx.process").enable_privileged_agent(@connections)) }
            init_worker_by_lua_block {
                local process = require "ngx.process"
                local text = process.type() .. " " .. tostring(ngx.worker.id()) .. " of " .. ngx.worker.count()
                ngx.timer.at(0, function() ngx.log(ngx.NOTICE, "started: ", text) end)
                if process.type() == "privileged agent" then
                    ngx.timer.every(0.01, function() ngx.shared.seen:incr("ticks", 1, 0) end)
                end
            }
            exit_worker_by_lua_block { ngx.log(ngx.NOTICE, "ended: ", require("ngx.process").type()) }
            server {
                listen {port} reuseport;
                location / { content_by_lua_block { ngx.print(require("ngx.process").type(), " ", require("ngx.process").enable_privileged_agent()) } }
                location /ticks { content_by_lua_block { while not ngx.shared.seen:get("ticks") do ngx.sleep(0.01) end ngx.print("ticks") } }
            }
        }
        """;

    private static ServerUnderTest Start(string connections) => ServerUnderTest.Start(Conf.Replace("@connections", connections, StringComparison.Ordinal));

    [Test]
    public void Agent_Enabled_RunsInitWorkerAndTimersAndServesNothing()
    {
        using var server = Start("");

        server.ErrorLog.WaitForLine("started: privileged agent nil of 2");
        server.ErrorLog.WaitForLine("started: worker 0 of 2");
        server.ErrorLog.WaitForLine("started: worker 1 of 2");
        for (var i = 0; i < 20; i++)
            Assert.That(server.Get("/").Body, Is.EqualTo("worker nilAPI disabled in the current context"));
        Assert.That(server.Get("/ticks").Body, Is.EqualTo("ticks"));
    }

    [Test]
    public void Agent_OverReloadsAndAtTheEnd_GoesWithItsConfiguration()
    {
        using var server = Start("10");
        server.ErrorLog.WaitForLine("started: privileged agent");

        server.Reload();
        server.ErrorLog.WaitForLines("started: privileged agent", 2);
        server.ErrorLog.WaitForLine("ended: privileged agent");

        server.Reload("master_process on; worker_processes 2; error_log logs/error.log notice; http { server { listen {port} reuseport; return 200 plain; } }");
        server.ErrorLog.WaitForLines("ended: privileged agent", 2);
        Assert.That(server.Get("/").Body, Is.EqualTo("plain"));

        server.Reload(Conf.Replace("@connections", "10", StringComparison.Ordinal));
        server.ErrorLog.WaitForLines("started: privileged agent", 3);
        server.Quit();
        Assert.That(server.ErrorLog.LinesWith("ended: privileged agent"), Has.Length.EqualTo(3));
    }

    [Test]
    public void Agent_BesidePerlCode_RunsAsWell()
    {
        using var server = ServerUnderTest.Start(Conf
            .Replace("@connections", "10", StringComparison.Ordinal)
            .Replace("location /ticks", "location /perl { perl 'sub { my $r = shift; $r->send_http_header; $r->print(\"of perl\"); return OK; }'; } location /ticks", StringComparison.Ordinal));

        server.ErrorLog.WaitForLine("started: privileged agent");

        Assert.That(server.Get("/perl").Body, Is.EqualTo("of perl"));
    }

    /// <summary>What its own code opens counts: streams and datagrams.</summary>
    [Test]
    public void Agent_WithFewConnections_OpensNoMore()
    {
        using var prefix = new ServerPrefix();
        var server = ServerUnderTest.Start("""
            master_process on;
            error_log logs/error.log notice;
            http {
                init_by_lua_block { require("ngx.process").enable_privileged_agent(4) }
                init_worker_by_lua_block {
                    if require("ngx.process").type() == "privileged agent" then
                        ngx.timer.at(0, function()
                            local open, count = {}, 0
                            for i = 1, 6 do
                                open[i] = i % 2 == 0 and ngx.socket.udp() or ngx.socket.tcp()
                                if (open[i].connect or open[i].setpeername)(open[i], "127.0.0.1", {port}) then count = count + 1 end
                            end
                            ngx.log(ngx.NOTICE, "opened ", count)
                        end)
                    end
                }
                server { listen {port}; return 200 served; }
            }
            """, prefix);
        server.AllowAlerts = true;
        using (server)
        {
            server.ErrorLog.WaitForLine("opened 3");
            server.ErrorLog.WaitForLine("3 worker_connections are not enough");
            Assert.That(server.Get("/").Body, Is.EqualTo("served"));
        }
    }

    [TestCase("-1", "enabled nilbad 'connections' argument")]
    [TestCase("'10'", "enabled nilbad 'connections' argument")]
    [TestCase("0", "0 worker_connection is not enough, privileged agent process cannot be spawned")]
    public void Agent_WithoutConnections_IsNotStarted(string connections, string logged)
    {
        using var server = Start(connections);
        server.AllowAlerts = true;

        server.ErrorLog.WaitForLine(logged);
        Assert.That(server.Get("/").Status, Is.EqualTo(200));
        Assert.That(server.ErrorLog.LinesWith("started: privileged agent"), Is.Empty);
    }
}
