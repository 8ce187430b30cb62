namespace Engine.Http.Tests.Connections;

/// <summary>The head of a request as the client sent it (ngx.req.raw_header), and another body in the place of one that is being read.</summary>
internal sealed class ReceivedHeadTests() : ServerFixture("""
    http {
        server {
            listen {port};
            location = /head { content_by_lua_block { ngx.req.set_header("X-Added", "1") ngx.print(ngx.req.raw_header(ngx.var.arg_fields)) } }
            location = /body { content_by_lua_block {
                local socket = assert(ngx.req.socket())
                ngx.req.init_body(100)
                for i = 1, tonumber(ngx.var.arg_bytes) do ngx.req.append_body(socket:receive(1):upper()) end
                ngx.req.finish_body()
                ngx.print(ngx.var.http_content_length, " ", ngx.req.get_body_data())
            } }
            location = /next { return 200 next; }
        }
    }
    """)
{
    [TestCase("GET /head HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")]
    [TestCase("GET /head HTTP/1.1\nHost: localhost\nConnection: close\n\n")]
    [TestCase("GET /head HTTP/1.1\nHost:localhost  \r\nCONNECTION:\tclose\nA: \r\n\r\n")]
    [TestCase("GET /head HTTP/1.1\r\nHost: localhost\r\nnot_a-name: 1\r\nConnection: close\r\n\r\n")]
    public void RawHeader_OfAnyLineEndsAndFields_IsWhatTheClientSent(string request)
    {
        using var connection = Server.Connect();

        Assert.That(connection.Send(request).ReadResponse().Body, Is.EqualTo(request));
    }

    [TestCase("\r\n")]
    [TestCase("\n")]
    public void RawHeader_WithoutRequestLine_BeginsWithTheFields(string end)
    {
        using var connection = Server.Connect();
        var fields = $"Host: localhost{end}Connection: close{end}{end}";

        Assert.That(connection.Send($"\r\nGET /head?fields=1 HTTP/1.1{end}{fields}").ReadResponse().Body, Is.EqualTo(fields));
    }

    [Test]
    public void Body_ReplacedWhileASocketReadsIt_IsTheOther()
    {
        using var connection = Server.Connect();
        connection.Send("POST /body?bytes=5 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhelloGET /next HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("5 HELLO"));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("next"));
    }

    /// <summary>What nobody has read of a body never becomes the next request.</summary>
    [Test]
    public void Body_ReplacedBeforeItsEnd_LeavesNoRequestBehind()
    {
        using var connection = Server.Connect();
        connection.Send("POST /body?bytes=2 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 41\r\n\r\nhiGET /next HTTP/1.1\r\nHost: localhost\r\n\r\n").ShutdownSend();

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("2 HI"));
        Assert.That(connection.ReadToEnd(), Does.Not.Contain("next"));
    }
}
