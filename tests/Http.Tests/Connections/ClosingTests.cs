using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Testing;

namespace Engine.Http.Tests.Connections;

/// <summary>How connections end, seen on a plain socket: an orderly end and a reset look the same to most clients.</summary>
internal sealed class ClosingTests() : ServerFixture("""
    http {
        log_format status "$status $uri";
        access_log logs/access.log status;
        server {
            listen {port};
            client_header_timeout 100ms;
            client_body_timeout 100ms;
            lingering_timeout 100ms;
            location / { return 200; }
            location /always { lingering_close always; return 200; }
            location /silent { return 444; }
            location /read { content_by_lua_block { ngx.req.read_body() ngx.say("read") } }
            location /large { send_timeout 100ms; root html; }
        }
        server {
            listen {port2};
            client_header_timeout 100ms;
            client_body_timeout 100ms;
            reset_timedout_connection on;
            location / { keepalive_timeout 100ms; return 200; }
            location /silent { return 444; }
            location /read { content_by_lua_block { ngx.req.read_body() ngx.say("read") } }
            location /large { send_timeout 100ms; root html; }
        }
    }
    """)
{
    [TestCase("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET /slow-head HTTP/1.1\r\n")]
    [TestCase("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")]
    public void GivenUp_ResetIsOff_EndsOrderly(string request) => Assert.That(EndOf(Server.Port, request), Is.EqualTo("end"));

    [TestCase("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET /slow-head HTTP/1.1\r\n")]
    [TestCase("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe")]
    public void GivenUp_ResetIsOn_IsReset(string request) => Assert.That(EndOf(Server.Port2, request), Is.EqualTo("reset"));

    [TestCase("GET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    public void Answered_ResetIsOn_EndsOrderly(string request) => Assert.That(EndOf(Server.Port2, request), Does.EndWith("\r\n\r\nend"));

    [TestCase(false, "end")]
    [TestCase(true, "reset")]
    public void SendTimeout_ClientTakesNothing_EndsTheConnection(bool resets, string expected)
    {
        var name = $"/large{expected}";
        using (var file = File.Create(Server.Prefix.PathOf("html" + name)))
            file.SetLength(100_000_000);
        using var socket = Connect(resets ? Server.Port2 : Server.Port, receiveBuffer: 4096);
        socket.Send(Encoding.Latin1.GetBytes($"GET {name} HTTP/1.1\r\nHost: a\r\n\r\n"));

        Server.AccessLog.WaitForLine($"200 {name}");
        Assert.That(ReadToEnd(socket, out var text), Is.EqualTo(expected));
        Assert.That(text, Has.Length.LessThan(100_000_000));
        Assert.That(Server.ErrorLog.WaitForLine($"request: \"GET {name} "), Does.Contain("client timed out (110: Connection timed out) while sending"));
    }

    [Test]
    public void Refused_ClientIsStillSending_TheAnswerIsNotDestroyed()
    {
        var request = "POST /%zz HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + new string('x', 1_000_000);

        Assert.That(EndOf(Server.Port, request), Does.StartWith("HTTP/1.1 400 ").And.EndsWith("</html>\r\nend"));
    }

    [Test]
    public void LingeringClose_Always_OurDirectionEndsFirst()
    {
        using var socket = Connect(Server.Port);
        socket.Send("GET /always HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8);
        Assert.That(ReadToEnd(socket, out _), Is.EqualTo("end"));

        // What is sent now is taken and dropped; a closed socket would answer it with a reset.
        socket.Send("more"u8);
        Server.AccessLog.WaitForLine("200 /always");
        Assert.That(ReadToEnd(socket, out _), Is.EqualTo("end"));
    }

    private static string EndOf(int port, string request)
    {
        using var socket = Connect(port);
        socket.Send(Encoding.Latin1.GetBytes(request));
        var end = ReadToEnd(socket, out var text);
        return text + end;
    }

    private static Socket Connect(int port, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)SafetyTimeout.Value.TotalMilliseconds };
        if (receiveBuffer is { } size)
            socket.ReceiveBufferSize = size;
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }

    private static string ReadToEnd(Socket socket, out string text)
    {
        var received = new StringBuilder();
        var buffer = new byte[65536];
        try
        {
            for (int count; (count = socket.Receive(buffer)) > 0;)
                received.Append(Encoding.Latin1.GetString(buffer, 0, count));
            return "end";
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            return "reset";
        }
        finally
        {
            text = received.ToString();
        }
    }
}
