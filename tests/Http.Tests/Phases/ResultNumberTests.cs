using Engine.Http.Phases;
using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Phases;

/// <summary>Code says by a number how it ended: any number, which the client may have chosen, brings the request to its end.</summary>
internal sealed class ResultNumberTests
{
    private const string Conf = """
        http {
            server {
                listen 80;
                location /rewrite { rewrite_by_lua_block { ngx.exit(tonumber(ngx.var.arg_n)) } content_by_lua_block { ngx.print("on") } }
                location /access { access_by_lua_block { ngx.exit(tonumber(ngx.var.arg_n)) } content_by_lua_block { ngx.print("on") } }
                location /content { content_by_lua_block { ngx.exit(tonumber(ngx.var.arg_n)) } }
                location /after { content_by_lua_block { ngx.print("alive") } }
            }
        }
        """;

    [TestCase(-100)]
    [TestCase(-200)]
    [TestCase(-300)]
    [TestCase(-6)]
    [TestCase(1)]
    [TestCase(99)]
    [TestCase(100)]
    [TestCase(199)]
    public void Exit_WithNoStatus_EndsTheRequest(int number)
    {
        using var server = new InProcessServer(Conf, new ScriptedLoop(), withLua: true);
        foreach (var phase in (string[])["rewrite", "access", "content"])
        {
            var client = server.Connect();
            client.Send($"GET /{phase}?n={number} HTTP/1.1\r\nHost: a\r\n\r\n");
            server.Turn(0);
            // Before the content phase there is still somebody who answers for an error.
            Assert.That(client.TakeSent(), number < 0 && phase != "content" ? Does.StartWith("HTTP/1.1 500 ") : Is.Empty, phase);
            client.End();
        }

        var next = server.Connect();
        next.Send("GET /after HTTP/1.1\r\nHost: a\r\n\r\n");
        server.Turn(0);
        Assert.That(next.TakeSent(), Does.Contain("alive"));
        next.End();
    }

    [TestCase(-5, -5)]
    [TestCase(-1, -1)]
    [TestCase(0, 0)]
    [TestCase(599, 599)]
    [TestCase(-100, -1)]
    [TestCase(int.MinValue, -1)]
    public void OfNumber_WhatHasAMeaningInHereOnly_IsAnError(int number, int code) => Assert.That(HandlerResult.OfNumber(number).Code, Is.EqualTo(code));
}
