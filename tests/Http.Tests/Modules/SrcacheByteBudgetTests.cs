using System.Text;
using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Modules;

/// <summary>What looking up and storing responses costs on the managed heap, the subrequests included: nothing.</summary>
internal sealed class SrcacheByteBudgetTests
{
    private const int WarmUp = 500;
    private const int Measured = 500;

    private static readonly string Conf = """
        http {
            access_log off;
            server {
                listen 80;
                keepalive_requests 1000000;
                add_header X-Cache "$srcache_fetch_status $srcache_store_status $srcache_expire";
                location /hit { srcache_fetch GET /cached; empty_gif; }
                location /large { srcache_fetch GET /cached-large; empty_gif; }
                location /miss { srcache_fetch GET /nothing; empty_gif; }
                location /store { srcache_store PUT /put $uri; empty_gif; }
                location /both { srcache_fetch GET /nothing $uri; srcache_store PUT /put $uri; empty_gif; }
                location = /cached { return 200 "HTTP/1.1 200 Fine\r\nContent-Type: text/css\r\nX-A: b\r\n\r\nbody"; }
                location = /cached-large { return 200 "HTTP/1.1 200 OK\r\n\r\nLARGE"; }
                location = /nothing { return 404; }
                location = /put { return 204; }
            }
        }
        """.Replace("LARGE", new string('x', 100_000), StringComparison.Ordinal);

    [TestCase("/hit", "X-Cache: HIT BYPASS")]
    [TestCase("/large", "X-Cache: HIT BYPASS")]
    [TestCase("/miss", "X-Cache: MISS BYPASS")]
    [TestCase("/store", "X-Cache: BYPASS STORE 60")]
    [TestCase("/both", "X-Cache: MISS STORE 60")]
    public void Request_ThatUsesACache_AllocatesNothing(string uri, string field)
    {
        var loop = new ScriptedLoop();
        using var server = new InProcessServer(Conf, loop);
        var client = server.Connect();
        var bytes = Encoding.Latin1.GetBytes($"GET {uri} HTTP/1.1\r\nHost: a\r\n\r\n");
        client.Send(bytes);
        Assert.That(client.TakeSent(), Does.Contain(field));

        ByteBudget.AssertNothingIsAllocated(() => client.SendAndForget(bytes), WarmUp, Measured);

        Assert.That(server.Http.ActiveRequests, Is.Zero);
        client.End();
    }
}
