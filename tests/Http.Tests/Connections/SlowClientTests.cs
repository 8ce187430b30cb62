using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Connections;

/// <summary>Clients that let the server wait: time is the test's.</summary>
[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SlowClientTests
{
    private const string Ok = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private readonly ScriptedLoop loop = new();
    private InProcessServer server = null!;

    [SetUp]
    public void StartServer() => server = new InProcessServer("""
        http {
            access_log off;
            keepalive_timeout 75s;
            server {
                listen 80;
                client_header_timeout 60s;
                client_body_timeout 30s;
                send_timeout 20s;
                lingering_time 30s;
                lingering_timeout 5s;
                location / { return 200 "ok"; }
                location /protected { keepalive_min_timeout 10s; return 200 "ok"; }
                location /body { client_body_buffer_size 4; test_body read; }
                location /reset { reset_timedout_connection on; test_body read; }
                location /echo { client_body_buffer_size 1m; client_max_body_size 0; test_body echo; }
                location /refused { client_max_body_size 1; return 200; }
            }
        }
        """, loop);

    [TearDown]
    public void NothingIsLeft() => server.Dispose();

    [Test]
    public void NothingComes_ClosesAfterClientHeaderTimeout()
    {
        var client = server.Connect();

        loop.Turn(afterMs: 59_900);
        Assert.That(client.IsClosed, Is.False);
        loop.Turn(afterMs: 200);

        Assert.That((client.IsClosed, client.TakeSent()), Is.EqualTo((true, "")));
        Assert.That(server.ErrorLog, Does.Contain("client timed out (110: Connection timed out), client: 127.0.0.1, server: 0.0.0.0:80"));
    }

    [Test]
    public void HeadTricklesIn_TheWholeOfItHasToComeInTime()
    {
        var client = server.Connect();
        foreach (var part in "GET /slow HTTP/1.1\r\nHost: a\r\nX: yyyyyyyy".Chunk(4))
        {
            loop.Turn(afterMs: 5_500);
            client.Send(new string(part));
        }

        Assert.That(client.IsClosed, Is.False);
        loop.Turn(afterMs: 5_500);

        Assert.That((client.IsClosed, client.WasReset, client.TakeSent()), Is.EqualTo((true, false, "")));
        Assert.That(server.ErrorLog, Does.Contain("client timed out (110: Connection timed out) while reading client request headers, client: 127.0.0.1, server: , request: \"GET /slow HTTP/1.1\""));
    }

    [Test]
    public void KeptConnection_IsIdle_ClosesAfterKeepAliveTimeout()
    {
        var client = server.Connect().Send(Ok);
        Assert.That(client.TakeSent(), Does.EndWith("ok"));

        loop.Turn(afterMs: 74_900);
        client.Send(Ok);
        Assert.That(client.TakeSent(), Does.EndWith("ok"));
        loop.Turn(afterMs: 74_900);
        Assert.That(client.IsClosed, Is.False);
        loop.Turn(afterMs: 200);

        Assert.That((client.IsClosed, client.TakeSent()), Is.EqualTo((true, "")));
    }

    [Test]
    public void KeptConnection_NextHeadTricklesIn_HasATimeoutOfItsOwn()
    {
        var client = server.Connect().Send(Ok);
        loop.Turn(afterMs: 70_000);
        client.Send("GET ");
        loop.Turn(afterMs: 59_900);
        Assert.That(client.IsClosed, Is.False);
        loop.Turn(afterMs: 200);

        Assert.That(client.IsClosed, Is.True);
    }

    [Test]
    public void KeptConnection_Protected_IsNotReusedBeforeItsTime()
    {
        var client = server.Connect().Send("GET /protected HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(client.IsReusable, Is.False);

        loop.Turn(afterMs: 10_100);
        Assert.That((client.IsClosed, client.IsReusable), Is.EqualTo((false, true)));
        loop.Turn(afterMs: 65_000);

        Assert.That(client.IsClosed, Is.True);
    }

    [Test]
    public void IdleConnections_AreReusable_BusyOnesAreNot()
    {
        var client = server.Connect();
        Assert.That(client.IsReusable, Is.True);
        client.Send("GET /");
        Assert.That(client.IsReusable, Is.False);
        client.Send(" HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(client.IsReusable, Is.True);

        loop.CloseReusableConnections();
        loop.Turn();

        Assert.That(client.IsClosed, Is.True);
    }

    [Test]
    public void BodyTricklesIn_EachPauseMayBeLong()
    {
        var client = server.Connect().Send("POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n");
        for (var i = 0; i < 10; i++)
        {
            loop.Turn(afterMs: 29_900);
            client.Send("x");
        }

        Assert.That(client.TakeSent(), Does.EndWith("file 10"));
        client.End();
    }

    [TestCase("/body", false)]
    [TestCase("/reset", true)]
    public void BodyStops_ClosesWithoutAnAnswer(string target, bool reset)
    {
        var client = server.Connect().Send($"POST {target} HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");

        loop.Turn(afterMs: 30_100);
        loop.Turn();

        Assert.That((client.IsClosed, client.WasReset, client.TakeSent()), Is.EqualTo((true, reset, "")));
    }

    [Test]
    public void UnreadBody_DoesNotCome_EndsAfterLingeringTimeout()
    {
        var client = server.Connect().Send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
        Assert.That(client.TakeSent(), Does.EndWith("ok"));

        loop.Turn(afterMs: 4_900);
        Assert.That(client.IsClosed, Is.False);
        loop.Turn(afterMs: 200);

        Assert.That(client.IsClosed, Is.True);
    }

    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")]
    [TestCase("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")]
    public void UnreadBody_TricklesIn_EndsAfterLingeringTime(string request)
    {
        var client = server.Connect().Send(request);
        for (var i = 0; i < 7; i++)
        {
            loop.Turn(afterMs: 4_000);
            client.Send("x");
        }

        Assert.That(client.IsClosed, Is.False);
        loop.Turn(afterMs: 2_100);

        Assert.That(client.IsClosed, Is.True);
    }

    [Test]
    public void Refused_ClientGoesAway_EndsAtOnce()
    {
        var client = server.Connect().Send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
        Assert.That((client.IsClosed, client.HasEndedOurDirection), Is.EqualTo((false, true)));

        client.Send("some of it").End();

        Assert.That(client.IsClosed, Is.True);
    }

    [Test]
    public void ResponseIsTakenSlowly_EachPauseMayBeLong()
    {
        var client = server.Connect();
        client.Window = 100;
        client.Send($"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{new string('x', 1000)}");
        for (var i = 0; i < 11; i++)
        {
            loop.Turn(afterMs: 19_900);
            client.OpenWindow(100);
        }

        Assert.That(client.TakeSent(), Does.EndWith(new string('x', 1000)));
        client.End();
    }

    [Test]
    public void ResponseIsNotTaken_ClosesAfterSendTimeout()
    {
        var client = server.Connect();
        client.Window = 100;
        client.Send($"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{new string('x', 1000)}");

        loop.Turn(afterMs: 20_100);
        loop.Turn();

        Assert.That(client.IsClosed, Is.True);
        Assert.That(server.ErrorLog, Does.Contain("client timed out (110: Connection timed out) while sending response to client, client: 127.0.0.1"));
    }

    [Test]
    public void PipelinedRequests_AreNotTaken_ServerStopsReading()
    {
        var client = server.Connect();
        client.Window = 0;
        for (var i = 0; i < 10_000; i++)
            client.Send(Ok);

        Assert.That(server.Loop.Segments.Leased, Is.LessThanOrEqualTo(2));
        Assert.That(client.TakeSent(), Is.Empty);
        client.OpenWindow(int.MaxValue);
        Assert.That(client.TakeSent(), Does.EndWith("ok"));
        client.End();
    }
}
