using System.Net;
using Engine.Testing;

namespace Engine.Http.Tests.Connections;

internal sealed class ResponseBodyTests() : ServerFixture("""
    http {
        default_type text/plain;
        log_format sent "$uri $status $bytes_sent $body_bytes_sent $request_completion";
        access_log logs/access.log sent;
        server {
            listen {port};
            location /pieces { content_by_lua_block { ngx.print("abc") ngx.print("de") } }
            location /flushed { content_by_lua_block { ngx.print("abc") ngx.flush(true) ngx.print("de") } }
            location /unchunked { chunked_transfer_encoding off; content_by_lua_block { ngx.print("abc") } }
            location /empty { content_by_lua_block { ngx.send_headers() } }
            location /large { content_by_lua_block { ngx.print(string.rep("x", 1000000)) } }
            location /exact { content_by_lua_block { ngx.header.content_length = 5 ngx.print("hello") } }
            location /short { content_by_lua_block { ngx.header.content_length = 9 ngx.print("hello") } }
            location /long { content_by_lua_block { ngx.header.content_length = 3 ngx.print("hello") } }
            location /aborted { content_by_lua_block { ngx.print("abc") ngx.flush(true) ngx.exit(ngx.ERROR) } }
            location /stuck { content_by_lua_block { ngx.print("abc") ngx.flush(true) ngx.sleep(3600) } }
            location /late { postpone_output 3; content_by_lua_block { ngx.print("abc") ngx.sleep(3600) } }
        }
    }
    """)
{
    [TestCase("/pieces", "abcde", 2)]
    [TestCase("/flushed", "abcde", 2)]
    [TestCase("/empty", "", 0)]
    public void LengthUnknown_Http11_IsChunked(string target, string body, int chunks)
    {
        using var connection = Server.Connect();
        var response = connection.Get(target);

        Assert.That((response.IsChunked, response.ContentLength, response.Body), Is.EqualTo((true, (long?)null, body)));
        Assert.That(response.Chunks, Has.Count.EqualTo(chunks));
        Assert.That(connection.Get("/pieces").Body, Is.EqualTo("abcde"));
    }

    [Test]
    public void LengthUnknown_ChunksAreOff_EndsWithTheConnection()
    {
        using var connection = Server.Connect();
        var response = connection.Get("/unchunked");

        Assert.That((response.IsChunked, response.Header("Connection"), response.Body), Is.EqualTo((false, "close", "abc")));
    }

    [Test]
    public void LengthUnknown_Head_HasNeitherLengthNorChunks()
    {
        using var connection = Server.Connect();
        var response = connection.Request("HEAD", "/pieces");

        Assert.That((response.IsChunked, response.ContentLength, response.Header("Connection")), Is.EqualTo((false, (long?)null, "keep-alive")));
        Assert.That(connection.Get("/pieces").Body, Is.EqualTo("abcde"));
    }

    [Test]
    public void Large_ClientReadsSlowly_ArrivesWhole()
    {
        using var connection = RawConnection.Open(new IPEndPoint(IPAddress.Loopback, Server.Port), receiveBufferSize: 4096);
        connection.SendLines("GET /large HTTP/1.1", "Host: a");

        Assert.That(connection.ReadResponse().Content, Has.Length.EqualTo(1_000_000).And.All.EqualTo((byte)'x'));
    }

    [Test]
    public void Length_Kept_ConnectionStays()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Get("/exact").Body, Is.EqualTo("hello"));
        Assert.That(connection.Get("/exact").Body, Is.EqualTo("hello"));
    }

    [TestCase("/short", "hello")]
    [TestCase("/long", "hel")]
    public void Length_NotKept_NothingFollows(string target, string body)
    {
        NeedsEngine();
        using var connection = Server.Connect();
        connection.SendLines($"GET {target} HTTP/1.1", "Host: a").SendLines("GET /exact HTTP/1.1", "Host: a");

        Assert.That(connection.ReadToEnd(), Does.EndWith("\r\n\r\n" + body));
    }

    [Test]
    public void Handler_FailsInside_TheLastChunkIsMissing()
    {
        using var connection = Server.Connect();
        connection.SendLines("GET /aborted HTTP/1.1", "Host: a");

        Assert.That(connection.ReadToEnd(), Does.EndWith("\r\n\r\n3\r\nabc\r\n"));
    }

    [TestCase("/stuck")]
    [TestCase("/late")]
    public void Written_HandlerGoesOn_ArrivesMeanwhile(string target)
    {
        using var server = ServerUnderTest.Start("""
            http {
                server {
                    listen {port};
                    location /stuck { content_by_lua_block { ngx.print("abc") ngx.flush(true) ngx.sleep(3600) } }
                    location /late { postpone_output 3; content_by_lua_block { ngx.print("abc") ngx.sleep(3600) } }
                }
            }
            """);
        using var connection = server.Connect();
        connection.SendLines($"GET {target} HTTP/1.1", "Host: a");

        Assert.That(connection.ReadUntil("abc\r\n"), Does.EndWith("3\r\nabc\r\n"));
    }

    [Test]
    public void AccessLog_CountsWhatWasSent()
    {
        using var connection = Server.Connect();
        var response = connection.Get("/exact", "Connection: close");
        var length = response.ToString().Length;

        Server.AccessLog.WaitForLine($"/exact 200 {length} 5 OK");
    }
}
