using Engine.Testing;

namespace Engine.Http.Tests.Connections;

/// <summary>Bodies that somebody reads, and bodies that nobody reads.</summary>
internal sealed class RequestBodyTests() : ServerFixture("""
    http {
        log_format status "$status $request_uri $request_length";
        access_log logs/access.log status;
        client_body_buffer_size 1k;
        client_max_body_size 100k;
        server {
            listen {port};
            location /unread { return 200 "unread\n"; }
            location /refused { client_max_body_size 10; return 200; }
            location /impatient { lingering_timeout 50ms; return 200; }
            location /missing { error_page 404 = /read; return 404; }
            location /read {
                content_by_lua_block {
                    ngx.req.read_body()
                    local data, file = ngx.req.get_body_data(), ngx.req.get_body_file()
                    ngx.say(data and "memory" or file and "file" or "none", " ", #(data or file and io.open(file):read("*a") or ""))
                }
            }
            location /echo { client_body_buffer_size 64k; content_by_lua_block { ngx.req.read_body() ngx.print(ngx.req.get_body_data()) } }
            location /small { client_max_body_size 10; content_by_lua_block { ngx.req.read_body() ngx.print(ngx.req.get_body_data()) } }
            location /slow { client_body_timeout 100ms; content_by_lua_block { ngx.req.read_body() ngx.say("read") } }
            location /file { client_body_in_file_only clean; content_by_lua_block { ngx.req.read_body() ngx.print(io.open(ngx.req.get_body_file()):read("*a")) } }
            location /after { return 200 "after\n"; }
        }
    }
    """)
{
    private const string Chunked = "Transfer-Encoding: chunked\r\n";
    private const string After = "GET /after HTTP/1.1\r\nHost: a\r\n\r\n";

    [TestCase("/unread", "unread\n")]
    [TestCase("/read", "memory 5\n")]
    [TestCase("/echo", "hello")]
    [TestCase("/file", "hello")]
    [TestCase("/missing", "memory 5\n")]
    public void Sized_ReadOrNot_TheNextRequestBeginsBehindIt(string target, string body)
    {
        using var connection = Server.Connect();
        connection.Send(Post(target, "Content-Length: 5\r\n", "hello") + After);

        Assert.That(connection.ReadResponse().Body, Is.EqualTo(body));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("after\n"));
    }

    [TestCase("/unread", "unread\n")]
    [TestCase("/read", "memory 7\n")]
    [TestCase("/echo", "hello, ")]
    [TestCase("/missing", "memory 7\n")]
    public void Chunked_ReadOrNot_TheNextRequestBeginsBehindIt(string target, string body)
    {
        using var connection = Server.Connect();
        connection.Send(Post(target, Chunked, "5\r\nhello\r\n2;name=\"value\"\r\n, \r\n0\r\nTrailer: x\r\n\r\n") + After);

        Assert.That(connection.ReadResponse().Body, Is.EqualTo(body));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("after\n"));
    }

    [TestCase("GET")]
    [TestCase("HEAD")]
    [TestCase("DELETE")]
    public void AnyMethod_WithABody_ItIsNotTheNextRequest(string method)
    {
        using var connection = Server.Connect();
        connection.Send(Post("/unread", $"Content-Length: {After.Length}\r\n", After.Replace("after", "inner", StringComparison.Ordinal), method) + After);

        Assert.That(connection.ReadResponse(method).Status, Is.EqualTo(200));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("after\n"));
    }

    [Test]
    public void Body_Unread_TheResponseDoesNotWaitForIt()
    {
        using var connection = Server.Connect();
        connection.Send(Post("/unread", "Content-Length: 5\r\n", ""));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("unread\n"));

        connection.Send("hello" + After);
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("after\n"));
    }

    [Test]
    public void Body_UnreadAndNotComing_EndsTheConnectionSoon()
    {
        using var connection = Server.Connect();
        connection.Send(Post("/impatient", "Content-Length: 5\r\n", "hel"));

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(200));
        connection.ExpectClosed();
    }

    [TestCase(1000, "memory")]
    [TestCase(1024, "memory")]
    [TestCase(1279, "memory")]
    [TestCase(4000, "file")]
    [TestCase(90_000, "file")]
    public void Sized_LargerThanTheBuffer_GoesToAFile(int length, string where)
    {
        var connection = Server.Connect();
        connection.Send(Post("/read", $"Content-Length: {length}\r\n", new string('x', length)));

        Assert.That(connection.ReadResponse().Body, Is.EqualTo($"{where} {length}\n"));
        connection.Dispose();
        if (where == "file")
            Server.ErrorLog.WaitForLine("a client request body is buffered to a temporary file");
        Assert.That(SafetyTimeout.WaitUntil(() => Server.ErrorLog.Lines.Length > 0 && TempFilesOf(length) == 0), Is.True);
    }

    [Test]
    public void Chunked_LargerThanTheBuffer_GoesToAFile()
    {
        using var connection = Server.Connect();
        connection.Send(Post("/read", Chunked, $"800\r\n{new string('x', 0x800)}\r\n800\r\n{new string('y', 0x800)}\r\n0\r\n\r\n"));

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("file 4096\n"));
    }

    [Test]
    public void Body_CutAnywhere_IsReadWhole()
    {
        foreach (var segments in Segmentations.Of("5\r\nhello\r\n1;x\r\n!\r\n0\r\n\r\n"u8.ToArray()))
        {
            using var connection = Server.Connect();
            connection.Send(Post("/echo", Chunked, ""));
            foreach (var segment in segments)
                connection.Send(segment);

            Assert.That(connection.ReadResponse().Body, Is.EqualTo("hello!"));
        }
    }

    [TestCase("/refused", "Content-Length: 11\r\n", "client intended to send too large body: 11 bytes")]
    [TestCase("/small", "Content-Length: 9223372036854775807\r\n", "client intended to send too large body: 9223372036854775807 bytes")]
    public void Sized_TooLarge_Is413AtOnce(string target, string field, string message)
    {
        using var connection = Server.Connect();
        var response = connection.Send(Post(target, field, "")).ReadResponse();

        Assert.That((response.Status, response.Header("Connection")), Is.EqualTo((413, "close")));
        Server.ErrorLog.WaitForLine(message);
    }

    [TestCase("8\r\nhellohel\r\n3\r\nabc\r\n0\r\n\r\n")]
    [TestCase("b\r\nhello")]
    [TestCase("7fffffff\r\nhello")]
    public void Chunked_TooLarge_Is413AsSoonAsItIsKnown(string body)
    {
        using var connection = Server.Connect();

        Assert.That(connection.Send(Post("/small", Chunked, body)).ReadResponse().Status, Is.EqualTo(413));
        Server.ErrorLog.WaitForLine("client intended to send too large chunked body: ");
    }

    [Test]
    public void TooLarge_ClientSendsAllOfIt_StillReadsTheAnswer()
    {
        using var connection = Server.Connect();
        connection.Send(Post("/refused", "Content-Length: 3000000\r\n", ""));
        for (var i = 0; i < 30; i++)
            connection.Send(new byte[100_000]);

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(413));
        connection.ExpectClosed();
    }

    [TestCase("zz\r\n")]
    [TestCase("-5\r\nhello\r\n0\r\n\r\n")]
    [TestCase("0x5\r\nhello\r\n0\r\n\r\n")]
    [TestCase("fffffffffffffffff\r\nhello")]
    [TestCase("5\r\nhelloX\r\n0\r\n\r\n")]
    [TestCase("5;a\nb\r\nhello\r\n0\r\n\r\n")]
    [TestCase("\r\n5\r\nhello\r\n0\r\n\r\n")]
    public void Chunked_Malformed_Is400AndTheEnd(string body)
    {
        foreach (var target in (string[])["/read", "/unread"])
        {
            using var connection = Server.Connect();
            connection.Send(Post(target, Chunked, body) + After);

            Assert.That(connection.ReadResponse().Status, Is.EqualTo(400));
            connection.ExpectClosed();
            Server.ErrorLog.WaitForLine("client sent invalid chunked body");
        }
    }

    [Test]
    public void Chunked_LoneLineFeeds_AreMalformed()
    {
        NeedsEngine();
        using var connection = Server.Connect();

        Assert.That(connection.Send(Post("/read", Chunked, "5\nhello\n0\n\n")).ReadResponse().Status, Is.EqualTo(400));
    }

    [TestCase("1.1", true)]
    [TestCase("1.0", false)]
    public void Expect_BodyIsRead_ContinueComesFirst(string version, bool comes)
    {
        using var connection = Server.Connect();
        connection.Send($"POST /echo HTTP/{version}\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        if (comes)
            Assert.That(connection.ReadResponse().Head, Is.EqualTo("HTTP/1.1 100 Continue"));

        connection.Send("hello");

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(200));
    }

    [Test]
    public void Expect_BodyIsDropped_ContinueComesFirst()
    {
        using var connection = Server.Connect();
        connection.Send(Post("/unread", "Expect: 100-continue\r\nContent-Length: 5\r\n", ""));

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(100));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("unread\n"));
        Assert.That(connection.Send("hello" + After).ReadResponse().Body, Is.EqualTo("after\n"));
    }

    /// <summary>As nginx does; RFC 9110 section 10.1.1 lets a server leave it out.</summary>
    [TestCase("/read")]
    [TestCase("/unread")]
    public void Expect_NoBody_ContinueComesAllTheSame(string target)
    {
        using var connection = Server.Connect();
        connection.Send(Post(target, "Expect: 100-continue\r\nContent-Length: 0\r\n", ""));

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(100));
        Assert.That(connection.ReadResponse().Status, Is.EqualTo(200));
        Assert.That(connection.Send(After).ReadResponse().Body, Is.EqualTo("after\n"));
    }

    [TestCase("/none", 404)]
    [TestCase("/refused", 413)]
    public void Expect_Error_TheAnswerIsTheErrorAlone(string target, int status)
    {
        using var connection = Server.Connect();
        connection.Send(Post(target, "Expect: 100-continue\r\nContent-Length: 50\r\n", ""));

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(status));
    }

    [Test]
    public void ClientBodyTimeout_NothingComes_ClosesWithoutAnAnswer()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Send(Post("/slow", "Content-Length: 5\r\n", "he")).ReadToEnd(), Is.Empty);

        Server.AccessLog.WaitForLine("408 /slow");
    }

    [TestCase("Content-Length: 5\r\n", "he")]
    [TestCase("Transfer-Encoding: chunked\r\n", "5\r\nhe")]
    public void Client_ClosesInsideTheBody_GetsNoAnswer(string field, string part)
    {
        using var connection = Server.Connect();

        Assert.That(connection.Send(Post("/read", field, part)).ShutdownSend().ReadToEnd(), Does.Not.Contain("200 OK"));
    }

    private static string Post(string target, string fields, string body, string method = "POST") =>
        $"{method} {target} HTTP/1.1\r\nHost: a\r\n{fields}\r\n{body}";

    private int TempFilesOf(int length) =>
        Directory.EnumerateFiles(Server.Prefix.Root, "*", SearchOption.AllDirectories)
            .Count(path => path.Contains("client_body", StringComparison.Ordinal) && new FileInfo(path) is { Exists: true } file && file.Length == length);
}
