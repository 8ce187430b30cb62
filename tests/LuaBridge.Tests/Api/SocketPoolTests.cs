using System.Net;
using System.Net.Sockets;
using Engine.Core.Log;

namespace Engine.LuaBridge.Tests.Api;

/// <summary>Pools with a backlog: connect operations that wait for their turn.</summary>
public sealed class SocketPoolTests
{
    private TcpListener listener = null!;
    private LuaWorker worker = null!;

    [SetUp]
    public void Start()
    {
        // The kernel accepts for it.
        listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(100);
        worker = new LuaWorker(level: LogLevel.Error);
        worker.Run($$"""
            port = {{((IPEndPoint)listener.LocalEndpoint).Port}}
            function open(options, timeout, host, other)
              local s = ngx.socket.tcp()
              s:settimeout(timeout or 10000)
              local ok, err = s:connect(host or "127.0.0.1", other or port, options)
              return ok and s, err
            end
            """);
    }

    [TearDown]
    public void Stop()
    {
        worker.Dispose();
        listener.Dispose();
    }

    [Test]
    public void Connect_BeyondSizeAndBacklog_IsRefused() =>
        Assert.That(worker.Run("""
            local o = { pool_size = 2, backlog = 0 }
            local a, b = open(o), open(o)
            local c, err = open(o)
            a:setkeepalive()
            local d = open(o)
            local e, again = open(o)
            return c, err, d:getreusedtimes(), again
            """), Is.EqualTo("nil too many waiting connect operations 1 too many waiting connect operations"));

    [Test]
    public void SetKeepAlive_ThenAnotherSocketConnects_TheFirstStaysClosed() =>
        Assert.That(worker.Run("""
            local first = open()
            local read = first:receiveuntil("x")
            first:setkeepalive()
            local second = open()
            local sent, err = first:send("x")
            local data, closed = read()
            local kept, again = first:setkeepalive()
            return sent, err, data, closed, kept, again, second:getreusedtimes(), first:getreusedtimes()
            """), Is.EqualTo("nil closed nil closed nil closed 1 nil closed"));

    [Test]
    public void Connect_AfterSetKeepAlive_TheSameObjectHasAConnectionAgain() =>
        Assert.That(worker.Run("""
            local s = open()
            s:setkeepalive()
            local ok = s:connect("127.0.0.1", port)
            return ok, s:getreusedtimes(), s:send("x"), s:send({ "a", 1, 2.5, "b" }), s:send({ "a", { "b" } })
            """), Is.EqualTo("1 1 1 6 2"));

    [Test]
    public void Socket_DroppedAfterItsIdWasUsedBefore_IsClosedByTheCollector() =>
        Assert.That(worker.Run("""
            local o = { pool = "few", pool_size = 1, backlog = 0 }
            open(o):setkeepalive()
            open(o)
            collectgarbage()
            collectgarbage()
            return (open(o) ~= false)
            """), Is.EqualTo("true"));

    [Test]
    public void Connect_ThatWaits_GetsTheConnectionThatIsKept() =>
        Assert.That(worker.Run("""
            local o = { pool = "mine", pool_size = 1, backlog = 2 }
            local first = open(o)
            local order = {}
            local function wait(name)
              local s = assert(open(o))
              order[#order + 1] = name .. s:getreusedtimes()
              s:setkeepalive()
            end
            local t, u = ngx.thread.spawn(wait, "a"), ngx.thread.spawn(wait, "b")
            first:setkeepalive()
            ngx.thread.wait(t)
            ngx.thread.wait(u)
            return table.concat(order, " ")
            """), Is.EqualTo("a1 b2"));

    [Test]
    public void Connect_ThatWaits_MakesAConnectionWhenOneIsClosed() =>
        Assert.That(worker.Run("""
            local o = { pool_size = 1, backlog = 1 }
            local first = open(o)
            local t = ngx.thread.spawn(function() return open(o):getreusedtimes() end)
            first:close()
            return select(2, ngx.thread.wait(t))
            """), Is.EqualTo("0"));

    [Test]
    public void Connect_ThatWaitsTooLong_TimesOut()
    {
        Assert.That(worker.Run("local o = { pool_size = 1, backlog = 1 } local s = open(o) return open(o, 20)"), Is.EqualTo("nil timeout"));
        Assert.That(worker.Log.Lines[0], Does.StartWith("[error] lua tcp socket queued connect timed out, when trying to connect to 127.0.0.1:"));
    }

    [Test]
    public void Connect_ThatFails_LeavesItsPlaceToTheNext() =>
        Assert.That(worker.Run("""
            local o = { pool = "mine", pool_size = 1, backlog = 2 }
            local first = open(o)
            local t = ngx.thread.spawn(function() return select(2, open(o, nil, "unix:/nonexistent")) end)
            local u = ngx.thread.spawn(function() return open(o) ~= nil end)
            first:close()
            return select(2, ngx.thread.wait(t)), select(2, ngx.thread.wait(u))
            """), Is.EqualTo("no such file or directory true"));

    [Test]
    public void Connect_ThatWaits_KilledThreadsGiveUpTheirPlace() =>
        Assert.That(worker.Run("""
            local o = { pool_size = 1, backlog = 1 }
            local first = open(o)
            local t = ngx.thread.spawn(open, o)
            local _, full = open(o, 20)
            ngx.thread.kill(t)
            local _, waited = open(o, 20)
            first:setkeepalive()
            return full, waited, open(o):getreusedtimes()
            """), Is.EqualTo("too many waiting connect operations timeout 1"));

    /// <summary>It has been given a connection already, and will never use it.</summary>
    [Test]
    public void Connect_ThatWaits_KilledBetweenItsTurnAndItsConnection_ClosesIt() =>
        Assert.That(worker.Run("""
            local o = { pool = "mine", pool_size = 1, backlog = 0 }
            local waits = { pool = "mine", pool_size = 1, backlog = 1 }
            local first = open(waits)
            local t = ngx.thread.spawn(open, waits)
            first:setkeepalive()
            ngx.thread.kill(t)
            local next, err = open(o)
            return next ~= nil, err, next and next:getreusedtimes()
            """), Is.EqualTo("true nil 0"));

    [Test]
    public void Pool_WithItsLastConnectionClosed_IsForgotten() =>
        Assert.That(worker.Run("""
            local s = open({ pool = "mine", pool_size = 1, backlog = 0 })
            s:close()
            local a, b = open({ pool = "mine" }), open({ pool = "mine" })
            return a ~= nil, b ~= nil
            """), Is.EqualTo("true true"));

    [TestCase("{ pool_size = 0 }", "bad \"pool_size\" option value: 0")]
    [TestCase("{ pool_size = 'x' }", "bad \"pool_size\" option type: string")]
    [TestCase("{ backlog = -1 }", "bad \"backlog\" option value: -1")]
    [TestCase("{ pool = {} }", "bad \"pool\" option type: table")]
    public void Connect_BadOptions_Raises(string options, string message) =>
        Assert.That(worker.Fail($"local s = ngx.socket.tcp() local ok = s:connect('127.0.0.1', 1, {options})"), Does.Contain($"bad argument #3 to 'connect' ({message})"));
}
