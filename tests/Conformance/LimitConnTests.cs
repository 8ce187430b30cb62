using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Limits that several connections meet, and that a reload keeps.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class LimitConnTests
{
    /// <summary>More than socket buffers take: a response that is not read stays under way.</summary>
    private const int LargeFile = 30_000_000;

    [Test]
    public void LimitConn_RequestUnderWay_TheNextOneIsRefused()
    {
        using var prefix = new ServerPrefix().WriteFile("html/large", new byte[LargeFile]);
        using var server = ServerUnderTest.Start(Conf(""), prefix);
        using var first = server.Connect();
        first.Send("GET /large?k=1 HTTP/1.1\r\nHost: a\r\n\r\n");
        first.ReadUntil("\r\n");

        Assert.That(server.Get("/large?k=1").Status, Is.EqualTo(503));
        Assert.That(server.ErrorLog.WaitForLine("limiting connections by zone \"one\""), Does.Contain("[error]"));
        using var other = server.Connect();
        other.Send("GET /large?k=2 HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(other.ReadUntil("\r\n"), Does.Contain("200"));
    }

    [Test]
    public void LimitConn_ClientIsGone_TheNextOneIsServed()
    {
        using var prefix = new ServerPrefix().WriteFile("html/large", new byte[LargeFile]).WriteFile("html/small", "x");
        using var server = ServerUnderTest.Start(Conf(""), prefix);
        using (var first = server.Connect())
        {
            first.Send("GET /large?k=1 HTTP/1.1\r\nHost: a\r\n\r\n");
            first.ReadUntil("\r\n");
        }

        Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/small?k=1").Status == 200), Is.True);
    }

    [Test]
    public void LimitConn_DryRun_OnlyLogs()
    {
        using var prefix = new ServerPrefix().WriteFile("html/large", new byte[LargeFile]).WriteFile("html/small", "x");
        using var server = ServerUnderTest.Start(Conf("limit_conn_dry_run on;"), prefix);
        using var first = server.Connect();
        first.Send("GET /large?k=1 HTTP/1.1\r\nHost: a\r\n\r\n");
        first.ReadUntil("\r\n");

        Assert.That(server.Get("/small?k=1").Status, Is.EqualTo(200));
        server.ErrorLog.WaitForLine("limiting connections, dry run, by zone \"one\"");
    }

    [Test]
    public void LimitReq_Reload_SameZoneKeepsItsState()
    {
        const string conf = """
            http {
                limit_req_zone $arg_k zone=one:SIZE rate=1r/m;
                server { listen {port}; location / { limit_req zone=one; add_header X-Generation GENERATION; } }
            }
            """;
        string Conf(string size, int generation) => conf.Replace("SIZE", size, StringComparison.Ordinal).Replace("GENERATION", $"{generation}", StringComparison.Ordinal);
        using var prefix = new ServerPrefix().WriteFile("html/a", "x");
        using var server = ServerUnderTest.Start(Conf("32k", 1), prefix);
        Assert.That(server.Get("/a?k=1").Status, Is.EqualTo(200));

        server.Reload(Conf("32k", 2));
        Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/a").Header("X-Generation") == "2"), Is.True);
        Assert.That(server.Get("/a?k=1").Status, Is.EqualTo(503));

        server.Reload(Conf("64k", 3));
        Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/a").Header("X-Generation") == "3"), Is.True);
        Assert.That(server.Get("/a?k=1").Status, Is.EqualTo(200));
    }

    private static string Conf(string directives) => $$"""
        http {
            limit_conn_zone $arg_k zone=one:32k;
            {{directives}}
            server { listen {port}; location / { limit_conn one 1; } }
        }
        """;
}
