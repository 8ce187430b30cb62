using System.Net.Sockets;
using Engine.Testing;

namespace Engine.Host.Tests.Processes;

/// <summary>QUIT: what is under way is finished, nothing new begins.</summary>
[TestFixture("on")]
[TestFixture("off")]
[Parallelizable(ParallelScope.All)]
public sealed class QuitTests(string master)
{
    [Test]
    public void Quit_WithARequestUnderWay_AnswersItAndRefusesOthers()
    {
        using var prefix = new ServerPrefix();
        using var server = Start("", prefix);
        using var connection = BeginRequest(server);

        server.Signal("QUIT");
        Assert.That(SafetyTimeout.WaitUntil(() => IsRefused(server.Port)), Is.True);
        connection.Send("b");

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("ab\n"));
        connection.ExpectClosed();
        server.WaitForEnd();
    }

    [Test]
    public void Quit_WithTextThatLuaHasNotFlushed_WritesIt()
    {
        using var prefix = new ServerPrefix();
        prefix.WriteConf("""
            master_process off; daemon off;
            http { init_worker_by_lua_block { ngx.timer.at(0, function() io.stdout:write("not flushed") require("ngx.process").signal_graceful_exit() end) } }
            """);

        var result = prefix.Run();

        Assert.That((result.ExitCode, result.Output), Is.EqualTo((0, "not flushed")), result.ErrorLog);
    }

    [Test]
    public void Quit_WithAnIdleConnection_ClosesIt()
    {
        using var prefix = new ServerPrefix();
        using var server = Start("", prefix);
        using var connection = server.Connect();
        Assert.That(connection.Request("POST", "/", "Content-Length: 0").Status, Is.EqualTo(200));

        server.Quit();

        connection.ExpectClosed();
    }

    [Test]
    public void Quit_LongerThanTheShutdownTimeout_EndsTheRequest()
    {
        using var prefix = new ServerPrefix();
        using var server = Start("worker_shutdown_timeout 100ms;", prefix);
        using var connection = BeginRequest(server);

        server.Quit();

        connection.ExpectClosed();
    }

    [Test]
    public void Stop_WithARequestUnderWay_EndsIt()
    {
        using var prefix = new ServerPrefix();
        using var server = Start("", prefix);
        using var connection = BeginRequest(server);

        server.Stop("TERM");

        connection.ExpectClosed();
    }

    [Test]
    public void Stop_OfAWorkerThatNeverReturns_EndsItToo()
    {
        using var prefix = new ServerPrefix();
        using var server = Start("", prefix);
        using var connection = server.Connect();
        connection.SendLines("GET /forever HTTP/1.1", "Host: a");
        server.ErrorLog.WaitForLine("for ever");

        server.Stop("TERM");

        connection.ExpectClosed();
    }

    [Test]
    public void Reload_WithARequestUnderWay_FinishesItByTheOldConfiguration()
    {
        using var prefix = new ServerPrefix();
        using var server = Start("", prefix);
        using var connection = BeginRequest(server);

        server.Reload(Conf("").Replace("ngx.say(", "ngx.say(\"new \", ", StringComparison.Ordinal));
        server.ErrorLog.WaitForLine("reconfiguring");
        Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/?a").Body == "new nil\n"), Is.True);
        Assert.That(server.ErrorLog.LinesWith(" exited with code"), Is.Empty);
        connection.Send("b");

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("ab\n"));
        server.ErrorLog.WaitForLine(" exited with code 0");
    }

    private ServerUnderTest Start(string conf, ServerPrefix prefix) => ServerUnderTest.Start(Conf(conf), prefix);

    private string Conf(string conf) => $$"""
        master_process {{master}}; error_log logs/error.log notice; {{conf}}
        http {
            server {
                listen {port};
                location / { content_by_lua_block { ngx.log(ngx.NOTICE, "reading") ngx.req.read_body() ngx.say(ngx.req.get_body_data()) } }
                location /forever { content_by_lua_block { ngx.log(ngx.NOTICE, "for ever") while true do end } }
            }
        }
        """;

    /// <summary>A request of which the server has one byte of two.</summary>
    private static RawConnection BeginRequest(ServerUnderTest server)
    {
        var connection = server.Connect();
        connection.SendLines("POST / HTTP/1.1", "Host: a", "Content-Length: 2").Send("a");
        server.ErrorLog.WaitForLine("reading");
        return connection;
    }

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
}
