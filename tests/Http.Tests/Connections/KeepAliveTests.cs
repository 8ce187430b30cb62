using Engine.Testing;

namespace Engine.Http.Tests.Connections;

internal sealed class KeepAliveTests() : ServerFixture("""
    http {
        server {
            listen {port};
            location / { return 200 "$connection_requests $pipe"; }
            location /never { keepalive_timeout 0; return 200; }
            location /twice { keepalive_requests 2; return 200; }
            location /short { keepalive_timeout 50ms; return 200; }
            location /aged { keepalive_time 1ms; return 200; }
            location /any-browser { keepalive_disable none; return 200; }
            location /no-safari { keepalive_disable safari; return 200; }
        }
        server {
            listen {port2};
            keepalive_requests 1;
            return 200;
        }
    }
    """)
{
    private const string Msie6 = "User-Agent: Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)";
    private const string Safari = "User-Agent: Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17.0 Safari/605.1.15";

    [TestCase("1.1", null, true)]
    [TestCase("1.1", "close", false)]
    [TestCase("1.1", "foo, Close", false)]
    [TestCase("1.1", "keep-alive, close", false)]
    [TestCase("1.0", null, false)]
    [TestCase("1.0", "Keep-Alive", true)]
    [TestCase("1.0", "close", false)]
    public void Connection_VersionAndField_DecideWhetherItIsKept(string version, string? field, bool kept)
    {
        using var connection = Server.Connect();
        connection.SendLines(field is null ? [$"GET / HTTP/{version}", "Host: a"] : [$"GET / HTTP/{version}", "Host: a", $"Connection: {field}"]);

        var response = connection.ReadResponse();

        Assert.That(response.Header("Connection"), Is.EqualTo(kept ? "keep-alive" : "close"));
        if (kept)
            Assert.That(connection.Get("/").Body, Is.EqualTo("2 ."));
        else
            connection.ExpectClosed();
    }

    [Test]
    public void TwoConnectionFields_BothCount()
    {
        using var connection = Server.Connect();

        connection.Get("/", "Connection: keep-alive", "Connection: close");

        connection.ExpectClosed();
    }

    [Test]
    public void KeepAliveTimeout_Zero_ConnectionIsClosed()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Get("/never").Header("Connection"), Is.EqualTo("close"));
        connection.ExpectClosed();
    }

    [Test]
    public void KeepAliveTime_IsOver_TheNextRequestIsTheLast()
    {
        using var connection = Server.Connect();

        Assert.That(SafetyTimeout.WaitUntil(() => connection.Get("/aged").Header("Connection") == "close"), Is.True);
        connection.ExpectClosed();
    }

    [Test]
    public void KeepAliveRequests_LastOneIsTold()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Get("/twice").Header("Connection"), Is.EqualTo("keep-alive"));
        Assert.That(connection.Get("/twice").Header("Connection"), Is.EqualTo("close"));
        connection.ExpectClosed();
    }

    [Test]
    public void KeepAliveRequests_AnsweredBeforeALocation_CountsToo()
    {
        NeedsEngine();
        using var connection = RawConnection.Open(Server.Port2);

        Assert.That(connection.Get("/").Header("Connection"), Is.EqualTo("close"));
        connection.ExpectClosed();
    }

    [Test]
    public void KeepAliveTimeout_NothingComes_ClosesSilently()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Get("/short").Header("Connection"), Is.EqualTo("keep-alive"));
        connection.ExpectClosed();
    }

    [TestCase("POST", "/", Msie6, false)]
    [TestCase("GET", "/", Msie6, true)]
    [TestCase("POST", "/", Msie6 + " SV1", true)]
    [TestCase("POST", "/", Msie6 + " Opera", true)]
    [TestCase("POST", "/any-browser", Msie6, true)]
    [TestCase("GET", "/no-safari", Safari, false)]
    [TestCase("GET", "/no-safari", Safari + " Chrome/1", true)]
    [TestCase("GET", "/", Safari, true)]
    public void KeepAliveDisable_Browsers(string method, string target, string agent, bool kept)
    {
        using var connection = Server.Connect();

        Assert.That(connection.Request(method, target, agent, "Content-Length: 0").Header("Connection"), Is.EqualTo(kept ? "keep-alive" : "close"));
    }

    [Test]
    public void Quit_IdleConnections_AreClosedButProtectedOnesFinishTheirTime()
    {
        NeedsEngine();
        using var server = ServerUnderTest.Start("""
            http {
                server {
                    listen {port};
                    location / { return 200; }
                    location /protected { keepalive_min_timeout 300ms; return 200; }
                }
            }
            """);
        using var idle = server.Connect();
        using var isProtected = server.Connect();
        idle.Get("/");
        isProtected.Get("/protected");

        server.Signal("QUIT");

        idle.ExpectClosed();
        Assert.That(isProtected.Get("/").Header("Connection"), Is.EqualTo("close"), "a request within keepalive_min_timeout is still answered");
        isProtected.ExpectClosed();
        server.WaitForEnd("QUIT");
    }
}
