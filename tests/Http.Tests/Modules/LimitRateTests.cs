using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Modules;

/// <summary>Rates that nothing but the request itself sets: the filter is asked from then on.</summary>
internal sealed class LimitRateTests
{
    private const string Conf = """
        http {
            server {
                listen 80;
                location /set { set $limit_rate 4k; content_by_lua_block { ngx.print(("x"):rep(6000), "end") } }
                location /later {
                    content_by_lua_block {
                        ngx.print("begin")
                        ngx.var.limit_rate = "4k"
                        ngx.print(("x"):rep(6000), "end")
                    }
                }
                location /lifted {
                    limit_rate 500;
                    content_by_lua_block {
                        ngx.thread.spawn(function () ngx.sleep(1) ngx.var.limit_rate = "0" end)
                        ngx.print(("x"):rep(6000), "end")
                    }
                }
                location /head { limit_rate 500; add_header X-Long $arg_long; return 200; }
                location /none { content_by_lua_block { ngx.print(("x"):rep(6000), "end") } }
            }
        }
        """;

    [TestCase("/set", true)]
    [TestCase("/later", true)]
    [TestCase("/none", false)]
    public void Rate_OfOneRequest_HoldsItBack(string uri, bool isHeldBack)
    {
        using var server = new InProcessServer(Conf, new ScriptedLoop(), withLua: true);
        var client = server.Connect();
        client.Send($"GET {uri} HTTP/1.1\r\nHost: a\r\n\r\n");
        server.Turn(0);

        Assert.That(client.TakeSent().Contains("end", StringComparison.Ordinal), Is.Not.EqualTo(isHeldBack));
        for (var i = 0; i < 4 && isHeldBack; i++)
            server.Turn(1_000);
        Assert.That(client.TakeSent().Contains("end", StringComparison.Ordinal), Is.EqualTo(isHeldBack));
        client.Send($"GET /none HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(client.TakeSent(), Does.Contain("end"));
        client.End();
    }

    [Test]
    public void Rate_TakenAwayWhileTheResponseWaits_TheRestFollowsAtOnce()
    {
        using var server = new InProcessServer(Conf, new ScriptedLoop(), withLua: true);
        var client = server.Connect();
        client.Send("GET /lifted HTTP/1.1\r\nHost: a\r\n\r\n");
        server.Turn(0);
        Assert.That(client.TakeSent(), Does.Not.Contain("end"));
        for (var i = 0; i < 3; i++)
            server.Turn(1_001);
        Assert.That(client.TakeSent(), Does.Contain("end"));
        client.End();
    }

    [Test]
    public void Rate_LessThanAHead_CutsTheHeadIntoPieces()
    {
        using var server = new InProcessServer(Conf, new ScriptedLoop(), withLua: true);
        var client = server.Connect();
        client.Send($"GET /head?long={new string('x', 1100)} HTTP/1.1\r\nHost: a\r\n\r\n");
        server.Turn(0);
        Assert.That(client.TakeSent(), Has.Length.EqualTo(500).And.StartsWith("HTTP/1.1 200 "));
        server.Turn(1_001);
        Assert.That(client.TakeSent(), Has.Length.EqualTo(500).And.All.EqualTo('x'));
        server.Turn(1_001);
        Assert.That(client.TakeSent(), Does.EndWith("x\r\n\r\n"));
        client.End();
    }
}
