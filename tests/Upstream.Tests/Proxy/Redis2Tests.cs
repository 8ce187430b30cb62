using Engine.Testing;

namespace Engine.Upstream.Tests.Proxy;

/// <summary>redis2_pass, the wire in plain sight: what is sent, and that the replies are the body.</summary>
public sealed class Redis2Tests
{
    [TestCase("+OK\r\n")]
    [TestCase("-ERR unknown\r\n")]
    [TestCase("$5\r\na\r\nbc\r\n")]
    [TestCase("$-1\r\n")]
    [TestCase("*2\r\n:1\r\n*1\r\n$0\r\n\r\n")]
    public void Query_Reply_IsTheBody(string reply)
    {
        using var peer = new ScriptedLines(("*3\r\n$3\r\nset\r\n$2\r\n/k\r\n$0\r\n\r\n", reply));
        using var server = Start($"redis2_query set $uri \"\"; redis2_pass 127.0.0.1:{peer.Port};");
        var response = server.Get("/k");
        Assert.That((response.Status, response.Body, response.Header("Content-Type")), Is.EqualTo((200, reply, "text/plain")));
    }

    [Test]
    public void Query_Several_ArePipelinedAndRepliesCounted()
    {
        using var peer = new ScriptedLines(("*1\r\n$4\r\nping\r\n*2\r\n$3\r\nget\r\n$1\r\na\r\n", "+PONG\r\n$1\r\nx\r\nmore"));
        using var server = Start($"redis2_query ping; redis2_query get a; redis2_pass 127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/").Body, Is.EqualTo("+PONG\r\n$1\r\nx\r\n"));
    }

    [TestCase("redis2_raw_query 'get $arg_k\\r\\n'", "get v\r\n", "+1\r\n")]
    [TestCase("redis2_literal_raw_query 'get $arg_k\\r\\n'", "get $arg_k\r\n", "+1\r\n")]
    [TestCase("redis2_raw_queries $arg_n 'a\\r\\nb\\r\\n'", "a\r\nb\r\n", "+1\r\n+2\r\n")]
    public void RawQuery_IsSentAsItIs(string directive, string sent, string reply)
    {
        using var peer = new ScriptedLines((sent, reply));
        using var server = Start($"{directive}; redis2_pass 127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/?k=v&n=2").Body, Is.EqualTo(reply));
    }

    [TestCase("", "no redis2 query specified or the query is empty")]
    [TestCase("redis2_raw_query $arg_k;", "the redis query is empty")]
    [TestCase("redis2_raw_queries $arg_k x;", "the N argument to redis2_raw_queries is empty")]
    [TestCase("redis2_raw_queries 1a x;", "the N argument to redis2_raw_queries is invalid")]
    [TestCase("redis2_raw_queries 0 x;", "the N argument to redis2_raw_queries is invalid")]
    public void Query_ThatCantBeSent_Is500(string directive, string line)
    {
        using var server = Start($"{directive} redis2_pass 127.0.0.1:1;");
        Assert.That(server.Get("/").Status, Is.EqualTo(500));
        Assert.That(server.ErrorLog.Text, Does.Contain(line));
    }

    [Test]
    public void Reply_OfAnotherProtocol_Is502()
    {
        using var peer = new ScriptedLines(("x", "HTTP/1.1 400\r\n"));
        using var server = Start($"redis2_raw_query x; redis2_pass 127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/").Status, Is.EqualTo(502));
        Assert.That(server.ErrorLog.Text, Does.Contain("redis2 sent invalid response: \"HTTP/1.1 400"));
    }

    [Test]
    public void Connection_IsKeptBehindTheLastReply()
    {
        using var peer = new ScriptedLines(("one", "+1\r\n"), ("two", "+2\r\n"));
        using var server = Start("location / { redis2_raw_query $arg_q; redis2_pass redis; }", $"upstream redis {{ server 127.0.0.1:{peer.Port}; keepalive 1; }}");
        Assert.That(server.Get("/?q=one").Body + server.Get("/?q=two").Body, Is.EqualTo("+1\r\n+2\r\n"));
    }

    private static ServerUnderTest Start(string location, string http = "") => ServerUnderTest.Start(
        $"daemon off; error_log logs/error.log; worker_processes 1; events {{ }} http {{ {http} server {{ listen {{port}}; location / {{ {location} }} }} }}");
}
