using Engine.Testing;

namespace Engine.Http.Tests.Connections;

/// <summary>What a head may look like and how long it may be.</summary>
internal sealed class RequestHeadTests() : ServerFixture($$"""
    http {
        log_format status "$status $request_method $request_uri";
        access_log logs/access.log status;
        server {
            listen {port} default_server;
            return 200 "$host $http_x_y";
        }
        server {
            listen {port2};
            client_header_timeout 100ms;
            client_header_buffer_size 128;
            large_client_header_buffers 2 512;
            ignore_invalid_headers off;
            underscores_in_headers on;
            return 200 "$http_x_y";
        }
        server {
            listen {port3};
            {{EngineOnly("max_headers 3;")}}
            return 200;
        }
    }
    """)
{
    private const string Host = "Host: a\r\n";

    [TestCase("GET / HTTP/1.1\r\n\r\n", 400, "client sent HTTP/1.1 request without \"Host\" header while reading client request headers")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "client sent duplicate host header: \"Host: a\", previous value: \"Host: a\"")]
    [TestCase("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "client sent invalid host header")]
    [TestCase("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost: a..b\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost:\r\n\r\n", 400)]
    [TestCase("GET http://a\x01/ HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400, "client sent invalid request while reading client request line")]
    [TestCase("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("get / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "client sent invalid method while reading client request line")]
    [TestCase("GE\x01T / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET / HTTP/0.9\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, "client sent invalid version")]
    [TestCase("GET / HTTP/11.1\r\nHost: a\r\n\r\n", 505)]
    [TestCase("GET / HTTP/1.1 x\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET /a\x01 HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET /a%00b HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET /../a HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("GET /a/%2e%2e/%2e%2e/b HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [TestCase("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405, "client sent TRACE method")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n", 400, "client sent invalid header line: \"X\\x20...\" while reading client request headers")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n", 400, "client sent invalid header line: \"X: b\\x0d...\"")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX: b\x02z\r\n\r\n", 400, "client sent invalid header line: \"X: b\\x02...\"")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n X: b\r\n\r\n", 400, "client sent invalid header line: \"\\x20...\"")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n c\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX: b\0c\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n", 400)]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nIf-Match: a\r\nIf-Match: b\r\n\r\n", 400, "client sent duplicate header line: \"If-Match: b\", previous value: \"If-Match: a\"")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n12345", 400, "client sent invalid \"Content-Length\" header")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n12345", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5,5\r\n\r\n12345", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5 5\r\n\r\n12345", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\n12345", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n12345", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 18446744073709551621\r\n\r\n12345", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n12345", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n12345", 400)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "client sent \"Content-Length\" and \"Transfer-Encoding\" headers at the same time")]
    [TestCase("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, "client sent HTTP/1.0 request with \"Transfer-Encoding\" header")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501, "client sent unknown \"Transfer-Encoding\": \"gzip, chunked\"")]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n", 501)]
    [TestCase("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    public void Request_Refused_IsAnsweredClosedAndLogged(string request, int status, string? message = null)
    {
        using var connection = Server.Connect();
        connection.Send(request + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

        var response = connection.ReadResponse();

        Assert.That((response.Status, response.Header("Connection")), Is.EqualTo((status, "close")));
        connection.ExpectClosed();
        if (message is not null)
            Server.ErrorLog.WaitForLine(message);
    }

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX: b\rc\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nno-colon\r\n\r\n")]
    [TestCase("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n", 405)]
    [TestCase("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a TLS client hello")]
    public void Request_RefusedWhereOldNginxWasLenient_IsAnsweredAndClosed(string request, int status = 400)
    {
        NeedsEngine();
        using var connection = Server.Connect();

        Assert.That(connection.Send(request).ReadResponse().Status, Is.EqualTo(status));
        connection.ExpectClosed();
    }

    [TestCase("GET http://Other.Example:8080/ HTTP/1.1\r\nHost: a\r\n\r\n", "other.example ")]
    [TestCase("GET / HTTP/1.1\r\nHost: Some.Example.:80\r\n\r\n", "some.example ")]
    [TestCase("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "[::1] ")]
    [TestCase("GET / HTTP/1.1\nHost: a\n\n", "a ")]
    [TestCase("GET  /  HTTP/1.1\r\nHost:a\r\nX-Y: b \t c \r\n\r\n", "a b \t c")]
    [TestCase("GET / HTTP/1.5\r\nHost: a\r\n\r\n", "a ")]
    [TestCase("FOO-BAR / HTTP/1.1\r\nHost: a\r\n\r\n", "a ")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nX_Y: ignored\r\n\r\n", "a ")]
    [TestCase("GET / HTTP/1.0\r\n\r\n", " ")]
    public void Request_Unusual_IsAnswered(string request, string body)
    {
        using var connection = Server.Connect();

        var response = connection.Send(request).ReadResponse();

        Assert.That((response.Status, response.Body), Is.EqualTo((200, body)));
    }

    [Test]
    public void Http09_OtherMethods_AreRefusedWithoutAHead()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Send("POST /\r\n").ReadToEnd(), Does.StartWith("<html>\r\n<head><title>400 Bad Request"));
        Server.ErrorLog.WaitForLine("client sent invalid method in HTTP/0.9 request");
    }

    // 8k large buffers: the line without its end must be shorter.
    [TestCase(8000, 200)]
    [TestCase(8192, 414)]
    [TestCase(100_000, 414)]
    public void RequestLine_TooLong_Is414(int length, int status)
    {
        using var connection = Server.Connect();
        var response = connection.Send($"GET /{new string('x', length)} HTTP/1.1\r\n{Host}\r\n").ReadResponse();

        Assert.That(response.Status, Is.EqualTo(status));
        if (status == 414)
            Server.ErrorLog.WaitForLine("client sent too long URI while reading client request line");
    }

    [TestCase(8000, 200)]
    [TestCase(8192, 400)]
    [TestCase(100_000, 400)]
    public void FieldLine_TooLong_Is494ShownAs400(int length, int status)
    {
        using var connection = Server.Connect();
        var response = connection.Send($"GET / HTTP/1.1\r\n{Host}X: {new string('x', length)}\r\n\r\n").ReadResponse();

        Assert.That(response.Status, Is.EqualTo(status));
        if (status == 200)
            return;
        Assert.That(response.Body, Does.Contain("<title>400 Request Header Or Cookie Too Large</title>"));
        Server.ErrorLog.WaitForLine("client sent too long header line: \"X: xxx");
    }

    // One buffer of 1k and four of 8k, no line in two of them.
    [TestCase(25, 200)]
    [TestCase(40, 400)]
    public void FieldLines_TooManyBytes_AreRefused(int count, int status)
    {
        using var connection = Server.Connect();
        connection.Send($"GET / HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Repeat($"X: {new string('x', 1000)}\r\n", count))}\r\n");

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(status));
    }

    [TestCase(100, 100, 200)]
    [TestCase(490, 400, 200)]
    [TestCase(510, 10, 414)]
    [TestCase(490, 520, 400)]
    public void Buffers_Configured_AreTheLimits(int uri, int field, int status)
    {
        using var connection = RawConnection.Open(Server.Port2);
        connection.Send($"GET /{new string('x', uri - 6)} HTTP/1.1\r\n{Host}X: {new string('x', field)}\r\n\r\n");

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(status));
    }

    [TestCase(3, 200)]
    [TestCase(4, 400)]
    public void MaxHeaders_More_AreRefused(int count, int status)
    {
        NeedsEngine();
        using var connection = RawConnection.Open(Server.Prefix.Port3);
        connection.Send($"GET / HTTP/1.1\r\n{Host}{string.Concat(Enumerable.Repeat("X: y\r\n", count - 1))}\r\n");

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(status));
        if (status == 400)
            Server.ErrorLog.WaitForLine("client sent too many header lines");
    }

    [Test]
    public void UnderscoresInHeaders_On_AreKept()
    {
        using var connection = RawConnection.Open(Server.Port2);

        Assert.That(connection.Get("/", "X_Y: kept").Body, Is.EqualTo("kept"));
    }

    [Test]
    public void IgnoreInvalidHeaders_Off_OddNamesAreFieldsLikeOthers()
    {
        using var connection = RawConnection.Open(Server.Port2);

        Assert.That(connection.Get("/", "X@Y: b", "X_Y: c").Body, Is.EqualTo("c"));
    }

    [Test]
    public void IgnoreInvalidHeaders_On_OddNamesAreDroppedAndLogged()
    {
        Assert.That(Server.Get("/", "X@Dropped: b").Status, Is.EqualTo(200));
        Server.ErrorLog.WaitForLine("client sent invalid header line: \"X@Dropped: b\" while reading client request headers");
    }

    [TestCase("")]
    [TestCase("GET /slow-line")]
    [TestCase("GET /slow-fields HTTP/1.1\r\nHost: a\r\n")]
    public void ClientHeaderTimeout_HeadDoesNotEnd_ClosesWithoutAnAnswer(string head)
    {
        using var connection = RawConnection.Open(Server.Port2);

        Assert.That(connection.Send(head).ReadToEnd(), Is.Empty);
        if (head.EndsWith('\n'))
            Server.AccessLog.WaitForLine("408 GET /slow-fields");
    }

    [Test]
    public void Client_ClosesInsideAHead_IsLoggedAs400()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Send("GET /cut HTTP/1.1\r\nHost: a\r\n").ShutdownSend().ReadToEnd(), Is.Empty);

        Server.AccessLog.WaitForLine("400 GET /cut");
        Server.ErrorLog.WaitForLine("client prematurely closed connection while reading client request headers");
    }
}
