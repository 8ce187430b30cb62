using System.Text;
using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Connections;

/// <summary>What a request with Lua code costs on the managed heap once its worker has seen its traffic: nothing, subrequests included.</summary>
internal sealed class LuaByteBudgetTests
{
    private const int WarmUp = 2_000;
    private const int Measured = 2_000;

    private const string Conf = """
        http {
            access_log off;
            server {
                listen 80;
                keepalive_requests 1000000;
                location /hello { content_by_lua_block { ngx.say("hello") } }
                location /values { content_by_lua_block { ngx.say("one ", 2, " ", true, " ", nil, " ", ngx.null) } }
                location /capture {
                    content_by_lua_block {
                        local answer = ngx.location.capture("/text")
                        ngx.print(answer.status, " ", answer.body, answer.header["Content-Type"])
                    }
                }
                location /options {
                    content_by_lua_block {
                        local answer = ngx.location.capture("/arguments?a=1", { args = { b = 2 }, method = ngx.HTTP_DELETE })
                        ngx.print(answer.body)
                    }
                }
                location /both {
                    content_by_lua_block {
                        local one, two = ngx.location.capture_multi { { "/text" }, { "/inner", { args = "a=1" } } }
                        ngx.print(one.body, two.body)
                    }
                }
                location /outer { content_by_lua_block { ngx.print(ngx.location.capture("/capture").body) } }
                location /reads {
                    content_by_lua_block {
                        local found = 0
                        for i = 1, 2000 do
                            if ngx.var.Remote_Addr and ngx.var.request_uri and ngx.var.http_host and not ngx.header["X-None"] then
                                found = found + 1
                            end
                        end
                        ngx.print(found)
                    }
                }
                location /sleep { content_by_lua_block { ngx.sleep(0.001) ngx.print("slept") } }
                location /capture-sleep { content_by_lua_block { ngx.print(ngx.location.capture("/sleep").body, " once") } }
                location /both-sleep {
                    content_by_lua_block {
                        local one, two = ngx.location.capture_multi { { "/sleep" }, { "/capture-sleep" } }
                        ngx.print(one.body, two.body, " both")
                    }
                }
                location /text { internal; return 200 "text"; }
                location /arguments { internal; content_by_lua_block { ngx.print(ngx.var.args, " ", ngx.req.get_method()) } }
                location /inner { internal; content_by_lua_block { ngx.print(ngx.var.arg_a) } }
            }
        }
        """;

    [TestCase("/hello", "hello\n")]
    [TestCase("/values", "one 2 true nil null\n")]
    [TestCase("/capture", "200 texttext/plain")]
    [TestCase("/options", "a=1&b=2 DELETE")]
    [TestCase("/both", "text1")]
    [TestCase("/reads", "2000")]
    [TestCase("/outer", "200 texttext/plain")]
    public void Request_WithLuaThatNeedNotWait_AllocatesNothing(string uri, string body)
    {
        var loop = new ScriptedLoop();
        using var server = new InProcessServer(Conf, loop, withLua: true);
        var client = server.Connect();
        var bytes = Encoding.Latin1.GetBytes($"GET {uri} HTTP/1.1\r\nHost: a\r\n\r\n");
        client.Send(bytes);
        Assert.That(client.TakeSent(), Does.Contain(body));

        ByteBudget.AssertNothingIsAllocated(() => client.SendAndForget(bytes), WarmUp, Measured);

        Assert.That(server.Http.ActiveRequests, Is.Zero);
        client.End();
    }

    [TestCase("/sleep", "slept")]
    [TestCase("/capture-sleep", "slept once")]
    [TestCase("/both-sleep", "sleptslept once both")]
    public void Request_ThatWaits_AllocatesNothing(string uri, string body)
    {
        var loop = new ScriptedLoop();
        using var server = new InProcessServer(Conf, loop, withLua: true);
        var client = server.Connect();
        var bytes = Encoding.Latin1.GetBytes($"GET {uri} HTTP/1.1\r\nHost: a\r\n\r\n");
        client.Send(bytes);
        server.Turn(2);
        Assert.That(client.TakeSent(), Does.Contain(body));

        ByteBudget.AssertNothingIsAllocated(
            () =>
            {
                client.Send(bytes);
                server.Turn(2);
                client.ForgetSent();
            },
            WarmUp,
            Measured);

        Assert.That(server.Http.ActiveRequests, Is.Zero);
        client.End();
    }
}
