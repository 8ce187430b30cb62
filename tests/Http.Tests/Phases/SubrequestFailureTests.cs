using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Phases;

/// <summary>What ends a subrequest of Lua code: some of it ends the client's request, too.</summary>
internal sealed class SubrequestFailureTests
{
    private const string Conf = """
        http {
            server {
                listen 80;
                lua_socket_log_errors off;
                location /body-error { return 200 "hello"; body_filter_by_lua_block { error("x") } }
                location /body-returns-error { return 200 "hello"; body_filter_by_lua_block { return ngx.ERROR } }
                location /body-returns-text { return 200 "hello"; body_filter_by_lua_block { return "-1" } }
                location /body-returns-503 { return 200 "hello"; body_filter_by_lua_block { return 503 } }
                location /body-returns-200 { return 200 "hello"; body_filter_by_lua_block { return 200 } }
                location /head-returns-error { return 200 "hello"; header_filter_by_lua_block { return ngx.ERROR } }
                location /head-error { return 200 "hello"; header_filter_by_lua_block { error("x") } }
                location /content-error { content_by_lua_block { ngx.print("part") error("x") } }
                location /exit-error { content_by_lua_block { ngx.exit(ngx.ERROR) } }
                location /close { return 444; }
                location /gone { content_by_lua_block { ngx.exit(499) } }
                location /late { content_by_lua_block { ngx.exit(408) } }
                location /sleep-close { content_by_lua_block { ngx.sleep(0.01) ngx.exit(444) } }
                location /text { return 200 "text"; }
                location /of/ {
                    rewrite ^/of(/.*) $1 break;
                    content_by_lua_block {
                        local one = ngx.location.capture(ngx.var.uri)
                        ngx.say(one.status, " ", one.body, " ", one.truncated)
                    }
                }
                location /both/ {
                    rewrite ^/both(/.*) $1 break;
                    content_by_lua_block {
                        local text, one = ngx.location.capture_multi({ { "/text" }, { ngx.var.uri } })
                        ngx.say(text.body, one.status)
                    }
                }
                location /in-coroutine/ {
                    rewrite ^/in-coroutine(/.*) $1 break;
                    content_by_lua_block {
                        coroutine.wrap(function() ngx.location.capture(ngx.var.uri) end)()
                        ngx.log(ngx.ERR, "went on")
                    }
                }
                location /early/ {
                    access_by_lua_block { ngx.location.capture("/close") ngx.log(ngx.ERR, "went on") }
                    content_by_lua_block { ngx.print("late") }
                }
            }
        }
        """;

    [TestCase("/body-error")]
    [TestCase("/body-returns-error")]
    [TestCase("/body-returns-text")]
    [TestCase("/body-returns-503")]
    [TestCase("/of/body-error")]
    [TestCase("/of/body-returns-error")]
    [TestCase("/of/body-returns-503")]
    [TestCase("/of/close")]
    [TestCase("/of/gone")]
    [TestCase("/of/late")]
    [TestCase("/of/sleep-close")]
    [TestCase("/both/close")]
    [TestCase("/both/sleep-close")]
    [TestCase("/of/of/close")]
    [TestCase("/in-coroutine/close")]
    [TestCase("/in-coroutine/sleep-close")]
    [TestCase("/early/")]
    public void Request_WhoseFilterFailsOrThatCloses_EndsWithoutResponse(string uri)
    {
        using var server = new InProcessServer(Conf, new ScriptedLoop(), withLua: true);
        var client = server.Connect();
        client.Send($"GET {uri} HTTP/1.1\r\nHost: a\r\n\r\n");
        for (var i = 0; i < 3; i++)
            server.Turn(20);

        Assert.That(client.IsClosed);
        Assert.That(client.TakeSent(), Is.Empty);
        Assert.That(server.ErrorLog, Does.Not.Contain("went on"));
        Assert.That(server.Http.ActiveRequests, Is.Zero);
    }

    [TestCase("/body-returns-200", "hello")]
    [TestCase("/head-returns-error", "hello")]
    [TestCase("/of/head-returns-error", "200 hello false\n")]
    [TestCase("/of/head-error", "200  true\n")]
    [TestCase("/of/content-error", "200 part true\n")]
    [TestCase("/of/exit-error", "500  true\n")]
    [TestCase("/of/text", "200 text false\n")]
    [TestCase("/both/content-error", "text200\n")]
    public void Request_WithFailureOfItsPart_HasResponse(string uri, string body)
    {
        using var server = new InProcessServer(Conf, new ScriptedLoop(), withLua: true);
        var client = server.Connect();
        client.Send($"GET {uri} HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.That(client.TakeSent(), Does.Contain("200 OK").And.Contain(body));
        client.End();
    }
}
