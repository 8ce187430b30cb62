using Engine.Testing;

namespace Engine.Upstream.Tests.Proxy;

/// <summary>memcached_pass and memc_pass, the wire in plain sight: what is sent, and what becomes of each answer.</summary>
public sealed class MemcachedTests
{
    [TestCase("VALUE /k 0 5\r\nhello\r\nEND\r\n", 200, "hello")]
    [TestCase("VALUE /k 0 0\r\n\r\nEND\r\n", 200, "")]
    public void Get_Value_IsTheBody(string answer, int status, string body)
    {
        using var peer = new ScriptedLines(("get /k\r\n", answer));
        using var server = Start($"set $memcached_key $uri; memcached_pass 127.0.0.1:{peer.Port};");
        var response = server.Get("/k");
        Assert.That((response.Status, response.Body), Is.EqualTo((status, body)));
    }

    [TestCase("END\r\n", 404, "key: \"/k\" was not found by memcached")]
    [TestCase("VALUE /other 0 5\r\nhello\r\nEND\r\n", 502, "memcached sent invalid key in response")]
    [TestCase("VALUE /k x 5\r\nhello\r\nEND\r\n", 502, "memcached sent invalid flags in response")]
    [TestCase("VALUE /k 0 -5\r\nhello\r\nEND\r\n", 502, "memcached sent invalid length in response")]
    [TestCase("SERVER_ERROR no\r\n", 502, "memcached sent invalid response: \"SERVER_ERROR no")]
    public void Get_OtherAnswer_IsAnErrorPage(string answer, int status, string line)
    {
        using var peer = new ScriptedLines(("get /k\r\n", answer));
        using var server = Start($"set $memcached_key $uri; memcached_pass 127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/k").Status, Is.EqualTo(status));
        Assert.That(server.ErrorLog.Text, Does.Contain(line));
    }

    [Test]
    public void Get_TrailerIsWrong_SendsTheValueAll()
    {
        using var peer = new ScriptedLines(("get /k\r\n", "VALUE /k 0 5\r\nhello\r\nXND\r\n"));
        using var server = Start($"set $memcached_key $uri; memcached_pass 127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/k").Body, Is.EqualTo("hello"));
        Assert.That(server.ErrorLog.Text, Does.Contain("memcached sent invalid trailer"));
    }

    [Test]
    public void Get_KeyWithBlanks_IsEscapedAndFlagsNameTheCoding()
    {
        using var peer = new ScriptedLines(("get /a%20b%25\r\n", "VALUE /a%20b%25 3 1\r\nx\r\nEND\r\n"));
        using var server = Start($"set $memcached_key $uri; memcached_gzip_flag 2; memcached_pass 127.0.0.1:{peer.Port};");
        var response = server.Get("/a%20b%25");
        Assert.That(string.Join(",", response.Headers("Content-Encoding")), Is.EqualTo("gzip"));
    }

    [Test]
    public void Get_NoKeyOrOtherMethod_AsksNobody()
    {
        using var server = Start("memcached_pass 127.0.0.1:1;");
        Assert.That(server.Get("/k").Status, Is.EqualTo(500));
        using var client = server.Connect();
        client.Send("DELETE /k HTTP/1.0\r\nHost: x\r\n\r\n");
        Assert.That(client.ReadToEnd(), Does.StartWith("HTTP/1.1 405 "));
    }

    [TestCase("set", "set k 1 2 5\r\nvalue\r\n", "STORED\r\n", 201, "STORED\r\n")]
    [TestCase("add", "add k 1 2 5\r\nvalue\r\n", "NOT_STORED\r\n", 200, "NOT_STORED\r\n")]
    [TestCase("get", "get k\r\n", "VALUE k 0 1\r\nx\r\nEND\r\n", 200, "x")]
    [TestCase("delete", "delete k 2\r\n", "DELETED\r\n", 200, "DELETED\r\n")]
    [TestCase("flush_all", "flush_all 2\r\n", "OK\r\n", 200, "OK\r\n")]
    [TestCase("stats", "stats k\r\n", "STAT a 1\r\nSTAT b 2\r\nEND\r\n", 200, "STAT a 1\r\nSTAT b 2\r\nEND\r\n")]
    [TestCase("version", "version\r\n", "VERSION 1\r\n", 200, "VERSION 1\r\n")]
    [TestCase("set", "set k 1 2 5\r\nvalue\r\n", "SERVER_ERROR out of memory\r\n", 502, "SERVER_ERROR out of memory\r\n")]
    public void Memc_Command_IsAnsweredByTheReply(string command, string sent, string reply, int status, string body)
    {
        using var peer = new ScriptedLines((sent, reply));
        using var server = Start(
            $"set $memc_cmd {command}; set $memc_key k; set $memc_value value; set $memc_flags 1; set $memc_exptime 2; memc_pass 127.0.0.1:{peer.Port};");
        var response = server.Get("/");
        Assert.That((response.Status, response.Body), Is.EqualTo((status, body)));
    }

    [TestCase("PUT", "set k 0 0 4\r\nbody\r\n")]
    [TestCase("POST", "add k 0 0 4\r\nbody\r\n")]
    public void Memc_MethodAndBody_StandForCommandAndValue(string method, string sent)
    {
        using var peer = new ScriptedLines((sent, "STORED\r\n"));
        using var server = Start($"set $memc_key k; memc_pass 127.0.0.1:{peer.Port};");
        using var client = server.Connect();
        client.Send($"{method} / HTTP/1.0\r\nHost: x\r\nContent-Length: 4\r\n\r\nbody");
        Assert.That(client.ReadToEnd(), Does.StartWith("HTTP/1.1 201 Created\r\n").And.EndsWith("\r\n\r\nSTORED\r\n"));
    }

    [TestCase("incr", "3", 201)]
    [TestCase("incr", "x", 400)]
    [TestCase("unknown", "3", 400)]
    [TestCase("decr", "3", 403)]
    public void Memc_Arithmetic_NeedsANumberAndLeave(string command, string value, int status)
    {
        using var peer = new ScriptedLines(("incr k 3\r\n", "8\r\n"));
        using var server = Start(
            $"set $memc_cmd {command}; set $memc_key k; set $memc_value {value}; memc_cmds_allowed incr; memc_pass 127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/").Status, Is.EqualTo(status));
    }

    private static ServerUnderTest Start(string location) => ServerUnderTest.Start($$"""
        error_log logs/error.log info;
        events {}
        http {
            server { listen 127.0.0.1:{port}; location / { {{location}} } }
        }
        """);

    /// <summary>Waits on its one connection for each text and answers it.</summary>
}
