using Engine.Testing;

namespace Engine.Conformance;

/// <summary>A limit is one for all workers: many connections that are spread over them get exactly what it allows.</summary>
[TestFixture]
public sealed class LimitsOverWorkersTests
{
    private const int Workers = 4;
    private const int Connections = 64;
    private const int RequestsEach = 40;
    private const int Burst = 500;
    private const int Limit = 10;

    /// <summary>The rate adds nothing while the test runs.</summary>
    [Test]
    public void LimitReq_BurstFromManyConnections_ServesThatManyAndNoMore()
    {
        using var server = Start($$"""
            limit_req_zone $arg_k zone=one:1m rate=1r/m;
            limit_req_log_level info;
            limit_req zone=one burst={{Burst}} nodelay;
            """, "content_by_lua_block { ngx.print(ngx.worker.id()) }");

        var answers = Load(server, "/?k=1");

        Assert.That(answers.Count(static answer => answer.Status == 200), Is.EqualTo(Burst + 1));
        Assert.That(answers.Count(static answer => answer.Status == 503), Is.EqualTo((Connections * RequestsEach) - Burst - 1));
        Assert.That(answers.Where(static answer => answer.Status == 200).Select(static answer => answer.Body).Distinct().Count(), Is.GreaterThan(1), "workers that served");
    }

    /// <summary>Two limits: what the second refuses must not stay counted in the first.</summary>
    [Test]
    public void LimitReq_TwoLimits_WhatOneRefusesTheOtherDoesNotCount()
    {
        using var server = Start($$"""
            limit_req_zone $arg_k zone=one:1m rate=1r/m;
            limit_req_zone $arg_all zone=two:1m rate=1r/m;
            limit_req_log_level info;
            limit_req zone=one burst={{Burst}} nodelay;
            limit_req zone=two burst=99 nodelay;
            """, "try_files /none =204;");

        Assert.That(Load(server, "/?k=1&all=1").Count(static answer => answer.Status == 204), Is.EqualTo(100));
        Assert.That(Load(server, "/?k=1&all=").Count(static answer => answer.Status == 204), Is.EqualTo(Burst + 1 - 100));
    }

    /// <summary>Each request that is served says how many are, before it waits a moment and after.</summary>
    [Test]
    public void LimitConn_ManyConnections_NeverMoreThanTheLimitAtOnce()
    {
        using var server = Start($$"""
            limit_conn_zone $arg_k zone=one:1m;
            limit_conn_log_level info;
            limit_conn one {{Limit}};
            lua_shared_dict at_once 1m;
            """, """
            content_by_lua_block {
                local at_once = ngx.shared.at_once
                local count = at_once:incr("now", 1, 0)
                ngx.sleep(0.001)
                at_once:incr("now", -1)
                ngx.print(count)
            }
            """);

        var answers = Load(server, "/?k=1");

        var served = answers.Where(static answer => answer.Status == 200).Select(static answer => int.Parse(answer.Body)).ToArray();
        Assert.That(served, Is.Not.Empty.And.All.InRange(1, Limit));
        Assert.That(answers.Count(static answer => answer.Status == 503), Is.EqualTo(answers.Count - served.Length));
        Assert.That(server.Get("/?k=1").Status, Is.EqualTo(200), "nothing stays counted");
    }

    /// <summary>Requests that wait hold their places whichever workers they are on.</summary>
    [Test]
    public void LimitConn_HeldByRequestsOfAllWorkers_RefusesUntilOneEnds()
    {
        using var server = Start($$"""
            limit_conn_zone $arg_k zone=one:1m;
            limit_conn_log_level info;
            limit_conn one {{Limit}};
            """, """
            content_by_lua_block {
                ngx.send_headers()
                ngx.flush(true)
                ngx.req.read_body()
                ngx.print("done")
            }
            """);
        var held = Enumerable.Range(0, Limit).Select(_ => Hold(server)).ToList();

        for (var i = 0; i < Workers * Workers; i++)
            Assert.That(server.Get("/?k=1").Status, Is.EqualTo(503));

        held[0].Send("x");
        Assert.That(held[0].ReadToEnd(), Does.Contain("done"));
        Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/?k=1").Status == 200), Is.True);
        held.ForEach(static connection => connection.Dispose());
        Assert.That(SafetyTimeout.WaitUntil(() => Enumerable.Range(0, Limit).All(_ => server.Get("/?k=1").Status == 200)), Is.True);
    }

    private static ServerUnderTest Start(string http, string location) => ServerUnderTest.Start($$"""
        worker_processes {{Workers}};
        master_process on;
        events { worker_connections 1024; }
        http {
            access_log off;
            {{http}}
            server { listen {port} reuseport; location / { {{location}} } }
        }
        """);

    private static RawConnection Hold(ServerUnderTest server)
    {
        var connection = server.Connect();
        connection.SendLines("POST /?k=1 HTTP/1.1", "Host: localhost", "Connection: close", "Content-Length: 1");
        Assert.That(connection.ReadUntil("\r\n\r\n"), Does.Contain(" 200 "));
        return connection;
    }

    /// <summary>All connections at once, each with one request after the other.</summary>
    private static List<RawResponse> Load(ServerUnderTest server, string target)
    {
        var answers = new List<RawResponse>[Connections];
        var threads = Enumerable.Range(0, Connections).Select(number => new Thread(() =>
        {
            using var connection = server.Connect();
            answers[number] = [.. Enumerable.Range(0, RequestsEach).Select(_ => connection.Get(target))];
        })).ToArray();
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        return [.. answers.SelectMany(static one => one)];
    }
}
