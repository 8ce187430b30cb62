using Engine.Testing;

namespace Engine.Upstream.Tests.Cgi;

public sealed class FastCgiTests
{
    [Test]
    public void Request_Fields_AreVariables()
    {
        FastCgiRequest? seen = null;
        using var peer = new FastCgiPeer(request =>
        {
            seen = request;
            return FastCgiPeer.Output("Status: 201 Made\r\nX-Own: 1\r\n\r\nhello");
        });
        using var server = Start(peer, "fastcgi_param SCRIPT $fastcgi_script_name; fastcgi_param INFO $fastcgi_path_info; fastcgi_param HTTP_X_SET ours;"
            + "fastcgi_param EMPTY $arg_none if_not_empty; fastcgi_split_path_info ^(.+\\.php)(/.*)$;");
        var response = server.Get("/a.php/rest?x", "X-Two: 1", "X-Two: 2", "X-Set: theirs", "Cookie: a=1", "Cookie: b=2");
        Assert.That((response.StatusLine, response.Header("X-Own"), response.Header("Status"), response.Body), Is.EqualTo(("HTTP/1.1 201 Made", "1", (string?)null, "hello")));
        Assert.That(seen!.Params, Is.SupersetOf(new Dictionary<string, string>
        {
            ["SCRIPT"] = "/a.php",
            ["INFO"] = "/rest",
            ["HTTP_X_TWO"] = "1, 2",
            ["HTTP_X_SET"] = "ours",
            ["HTTP_COOKIE"] = "a=1; b=2",
        }).And.Not.ContainKey("EMPTY"));
    }

    [Test]
    public void Index_UriEndsWithSlash_IsAppended()
    {
        FastCgiRequest? seen = null;
        using var peer = new FastCgiPeer(request =>
        {
            seen = request;
            return FastCgiPeer.Output("\r\n");
        });
        using var server = Start(peer, "fastcgi_index index.php; fastcgi_param SCRIPT $fastcgi_script_name;");
        server.Get("/dir/");
        Assert.That(seen!.Params["SCRIPT"], Is.EqualTo("/dir/index.php"));
    }

    [Test]
    public void Output_EndsAndThenTheConnection_IsComplete()
    {
        using var peer = new FastCgiPeer(static _ => [.. FastCgiPeer.Record(6, "\r\nok"), .. FastCgiPeer.Record(6, "")]);
        using var server = Start(peer, "");
        Assert.That(server.Get("/").Body, Is.EqualTo("ok"));
    }

    [TestCase("")]
    [TestCase("fastcgi_request_buffering off;")]
    [TestCase("client_body_in_file_only on;")]
    public void Body_Long_IsManyRecords(string directives)
    {
        var body = string.Concat(Enumerable.Range(0, 30_000).Select(static i => $"{i},"));
        var seen = "";
        using var peer = new FastCgiPeer(request =>
        {
            seen = request.Body;
            return FastCgiPeer.Output("\r\nok");
        });
        using var server = Start(peer, "client_max_body_size 1m; client_body_buffer_size 1m;" + directives);
        using var client = server.Connect();
        client.Send($"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        Assert.That(client.ReadResponse().Body, Is.EqualTo("ok"));
        Assert.That(seen, Is.EqualTo(body));
    }

    [Test]
    public void Response_InManyRecordsWithErrors_IsPutTogether()
    {
        using var peer = new FastCgiPeer(_ =>
        [
            .. FastCgiPeer.Record(6, "Content-Ty"), .. FastCgiPeer.Record(7, new string('e', 20_000) + " warns\n"), .. FastCgiPeer.Record(6, "pe: a/b\r\n\r\nfi", padding: 7),
            .. FastCgiPeer.Record(7, "later"), .. FastCgiPeer.Record(6, "rst"), .. FastCgiPeer.Output(" second"),
        ]);
        using var server = Start(peer, "");
        var response = server.Get("/");
        Assert.That((response.Header("Content-Type"), response.Body), Is.EqualTo(("a/b", "first second")));
        server.ErrorLog.WaitForLine("FastCGI sent in stderr: \"later\"");
    }

    [Test]
    public void StandardError_Caught_Is502()
    {
        using var peer = new FastCgiPeer(_ => [.. FastCgiPeer.Record(7, "PHP Fatal error"), .. FastCgiPeer.Output("\r\nhalf a page")]);
        using var server = Start(peer, "fastcgi_catch_stderr 'PHP Fatal error';");
        Assert.That(server.Get("/").Status, Is.EqualTo(502));
    }

    [Test]
    public void KeepConn_TwoRequests_OneConnection()
    {
        using var peer = new FastCgiPeer(_ => FastCgiPeer.Output("Content-Length: 2\r\n\r\nok"));
        using var server = ServerUnderTest.Start($$"""
            events {}
            http {
                upstream app { server 127.0.0.1:{{peer.Port}}; keepalive 1; }
                server { listen 127.0.0.1:{port}; location / { fastcgi_pass app; fastcgi_keep_conn on; } }
            }
            """);
        Assert.That(server.Get("/").Body, Is.EqualTo("ok"));
        Assert.That(server.Get("/").Body, Is.EqualTo("ok"));
        Assert.That(peer.Connections, Is.EqualTo(1));
    }

    [Test]
    public void Response_LongerThanAnnounced_IsCut()
    {
        using var peer = new FastCgiPeer(_ => FastCgiPeer.Output("Content-Length: 2\r\n\r\nok, and more"));
        using var server = Start(peer, "");
        Assert.That(server.Get("/").Body, Is.EqualTo("ok"));
        server.ErrorLog.WaitForLine("upstream sent more data than specified in \"Content-Length\" header");
    }

    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")]
    [TestCase("SSH-2.0-something\r\n")]
    [TestCase("\u0001\u0063\0\u0001\0\0\0\0")]
    public void Response_NoFastCgi_Is502(string bytes)
    {
        using var peer = new FastCgiPeer(_ => [.. bytes.Select(static letter => (byte)letter)]);
        using var server = Start(peer, "");
        Assert.That(server.Get("/").Status, Is.EqualTo(502));
    }

    [Test]
    public void Cache_KeepsTheHeadWithoutRecords()
    {
        using var peer = new FastCgiPeer(_ => FastCgiPeer.Output("Status: 203 Other\r\nX-Own: 1\r\n\r\nhello"));
        using var server = ServerUnderTest.Start($$"""
            events {}
            http {
                fastcgi_cache_path cache keys_zone=z:1m;
                server {
                    listen 127.0.0.1:{port};
                    location / { fastcgi_pass 127.0.0.1:{{peer.Port}}; fastcgi_cache z; fastcgi_cache_key $uri; fastcgi_cache_valid 203 1m; add_header X-Cache $upstream_cache_status always; }
                }
            }
            """);
        server.Get("/");
        var second = server.Get("/");
        Assert.That((second.Status, second.Header("X-Cache"), second.Header("X-Own"), second.Body), Is.EqualTo((203, "HIT", "1", "hello")));
        Assert.That(peer.Connections, Is.EqualTo(1));
    }

    private static ServerUnderTest Start(FastCgiPeer peer, string location) => ServerUnderTest.Start($$"""
        error_log logs/error.log info;
        events {}
        http { server { listen 127.0.0.1:{port}; location / { fastcgi_pass 127.0.0.1:{{peer.Port}}; {{location}} } } }
        """);
}
