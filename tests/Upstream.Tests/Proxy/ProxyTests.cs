using System.Net;
using Engine.Testing;

namespace Engine.Upstream.Tests.Proxy;

public sealed class ProxyTests
{
    /// <summary>What is there of a body goes out together, the head with it: chunks of the client become one.</summary>
    [Test]
    public void RequestBuffering_Off_PiecesThatAreThereAreSentAsOne()
    {
        using var peer = new ScriptedLines(
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: up\r\n\r\n9\r\n01234many\r\n0\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
        using var server = ServerUnderTest.Start($$"""
            http {
                server {
                    listen {port};
                    location / {
                        proxy_pass http://127.0.0.1:{{peer.Port}};
                        proxy_http_version 1.1;
                        proxy_set_header Host up;
                        proxy_set_header Connection "";
                        proxy_request_buffering off;
                    }
                }
            }
            """);
        using var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n01234\r\n4\r\nmany\r\n0\r\n\r\n");
        Assert.That(client.ReadResponse().Body, Is.EqualTo("ok"));
    }

    [TestCase("proxy_buffering off;")]
    [TestCase("proxy_max_temp_file_size 0;")]
    public void Response_InManyChunksToAClientThatReadsSlowly_TakesNoFileWhereNoneMayBeUsed(string directive)
    {
        const int chunks = 20_000;
        var chunk = $"40\r\n{new string('x', 64)}\r\n";
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat(chunk, chunks)) + "0\r\n\r\n");
        using var server = ServerUnderTest.Start($$"""
            error_log logs/error.log warn;
            http {
                server {
                    listen {port} sndbuf=4k;
                    location / { proxy_pass http://127.0.0.1:{{peer.Port}}; proxy_http_version 1.1; {{directive}} }
                }
            }
            """);
        using var client = RawConnection.Open(new IPEndPoint(IPAddress.Loopback, server.Port), receiveBufferSize: 4096);
        client.Send("GET / HTTP/1.0\r\n\r\n");

        Assert.That(client.ReadToEnd(), Has.Length.GreaterThan(chunks * 64));
        Assert.That(server.ErrorLog.LinesWith("temporary file"), Is.Empty);
    }

    /// <summary>What buffering is for: the upstream is free for others while the client takes its time.</summary>
    [Test]
    public void Response_ToAClientThatDoesNotRead_SetsTheUpstreamFree()
    {
        const int length = 30_000;
        using var isSent = new SemaphoreSlim(0);
        using var peer = new ScriptedPeer((_, socket) =>
        {
            ScriptedPeer.Write(socket, $"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{new string('x', length)}");
            isSent.Release();
            return true;
        });
        using var server = ServerUnderTest.Start($$"""
            http {
                upstream up { server 127.0.0.1:{{peer.Port}}; keepalive 1; }
                server {
                    listen {port} sndbuf=4k;
                    location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; }
                }
            }
            """);
        using var slow = RawConnection.Open(new IPEndPoint(IPAddress.Loopback, server.Port), receiveBufferSize: 4096);
        slow.SendLines("GET / HTTP/1.1", "Host: x");
        Assert.That(isSent.Wait(SafetyTimeout.Value), Is.True);

        Assert.That(server.Get("/").Body, Has.Length.EqualTo(length));

        Assert.That(peer.Connections, Is.EqualTo(1));
        Assert.That(slow.ReadResponse().Body, Has.Length.EqualTo(length));
    }

    [Test]
    public void Upgrade_Answered101_RelaysBothDirections()
    {
        using var peer = new ScriptedPeer((_, socket) =>
        {
            ScriptedPeer.Write(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\nhello ");
            var bytes = new byte[5];
            socket.Receive(bytes);
            socket.Send(bytes);
            return false;
        });
        using var server = Start($"proxy_pass http://127.0.0.1:{peer.Port}; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;");
        using var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n12345");
        Assert.That(client.ReadToEnd(), Does.StartWith("HTTP/1.1 101 Switching Protocols\r\n").And.EndsWith("\r\n\r\nhello 12345"));
    }

    [Test]
    public void Upgrade_NothingMoves_TimesOut()
    {
        using var peer = new ScriptedPeer((_, socket) =>
        {
            ScriptedPeer.Write(socket, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
            return socket.Receive(new byte[1]) > 0;
        });
        using var server = Start($"proxy_read_timeout 100ms; proxy_pass http://127.0.0.1:{peer.Port}; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;");
        using var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");

        Assert.That(client.ReadToEnd(), Does.StartWith("HTTP/1.1 101 Switching Protocols\r\n"));

        Assert.That(server.ErrorLog.WaitForLine("upstream timed out (110: Connection timed out) while proxying upgraded connection"), Does.Contain("[info]"));
    }

    [Test]
    public void Bind_AddressOfAnother_Is500()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 204 No Content\r\n\r\n");
        using var server = Start($"proxy_bind 192.0.2.1; proxy_pass http://127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/").Status, Is.EqualTo(500));
        server.ErrorLog.WaitForLine("bind(192.0.2.1) failed (99: Cannot assign requested address) while connecting to upstream");
    }

    [Test]
    public void Upgrade_AnsweredOtherwise_LeavesTheConnectionHttp()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", closes: false);
        using var server = Start($"proxy_pass http://127.0.0.1:{peer.Port}; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;");
        using var client = server.Connect();
        // What follows is a request, not bytes for the upstream.
        client.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nGET /second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.That(client.ReadToEnd().Split("HTTP/1.1 200 OK"), Has.Length.EqualTo(3));
    }

    [Test]
    public void Request_ClientsHopByHopFields_AreNotPassedOn()
    {
        var seen = "";
        using var peer = new ScriptedPeer((head, socket) =>
        {
            seen = head;
            return ScriptedPeer.Write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        });
        using var server = Start($"proxy_pass http://127.0.0.1:{peer.Port};");
        server.Get("/a%20b?c", "TE: trailers", "Keep-Alive: 5", "Upgrade: h2c", "Expect: 100-continue", "X-Kept: 1");
        Assert.That(seen, Is.EqualTo($"GET /a%20b?c HTTP/1.1\r\nHost: 127.0.0.1:{peer.Port}\r\nX-Kept: 1\r\n\r\n"));
    }

    [Test]
    public void Request_VariableWithLineBreaks_AddsNoLines()
    {
        var seen = "";
        using var peer = new ScriptedPeer((head, socket) =>
        {
            seen = head;
            return ScriptedPeer.Write(socket, "HTTP/1.1 204 No Content\r\n\r\n");
        });
        using var server = Start($"proxy_set_header X-Uri $uri; set $target 127.0.0.1:{peer.Port}$uri; proxy_pass http://$target;");
        server.Get("/a%0d%0aX-Forged:%201");
        Assert.That(seen, Does.StartWith("GET /a%0D%0AX-Forged:%201 HTTP/1.1\r\n"));
        Assert.That(seen, Does.Contain("X-Uri: /a%0D%0AX-Forged: 1\r\n"));
    }

    [Test]
    public void Read_NothingComes_Is504()
    {
        using var peer = new ScriptedPeer((_, _) => true);
        using var server = Start($"proxy_read_timeout 100ms; proxy_pass http://127.0.0.1:{peer.Port};");
        Assert.That(server.Get("/").Status, Is.EqualTo(504));
        server.ErrorLog.WaitForLine("upstream timed out (110: Connection timed out) while reading response header from upstream");
    }

    [Test]
    public void Connect_Refused_Is502()
    {
        using var server = Start($"proxy_pass http://127.0.0.1:{FreePorts.Next()};");
        Assert.That(server.Get("/").Status, Is.EqualTo(502));
        server.ErrorLog.WaitForLine("connect() failed (111: Connection refused) while connecting to upstream, client: 127.0.0.1");
    }

    [Test]
    public void Client_Leaves_ClosesTheUpstreamAndLogs499()
    {
        using var arrived = new SemaphoreSlim(0);
        using var closed = new SemaphoreSlim(0);
        using var peer = new ScriptedPeer((_, socket) =>
        {
            arrived.Release();
            if (socket.Receive(new byte[1]) == 0)
                closed.Release();
            return false;
        });
        using var server = Start($"proxy_pass http://127.0.0.1:{peer.Port};");
        using (var client = server.Connect())
        {
            client.Send("GET /left HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.That(arrived.Wait(SafetyTimeout.Value), Is.True);
        }

        Assert.That(closed.Wait(SafetyTimeout.Value), Is.True);
        server.ErrorLog.WaitForLine("client prematurely closed connection, so upstream connection is closed too");
        server.AccessLog.WaitForLine("\"GET /left HTTP/1.1\" 499 ");
    }

    [Test]
    public void Next_PostAlreadySent_IsNotRepeated()
    {
        var requests = 0;
        using var peer = new ScriptedPeer((_, _) =>
        {
            Interlocked.Increment(ref requests);
            return false;
        });
        using var server = ServerUnderTest.Start($$"""
            error_log logs/error.log info;
            events {}
            http {
                upstream u { server 127.0.0.1:{{peer.Port}}; server 127.0.0.1:{{peer.Port}}; }
                server { listen 127.0.0.1:{port}; location / { proxy_pass http://u; } }
            }
            """);
        using var client = server.Connect();
        client.Send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        Assert.That(client.ReadToEnd(), Does.StartWith("HTTP/1.1 502 "));
        Assert.That(requests, Is.EqualTo(1));
    }

    [Test]
    public void Response_ClientDoesNotRead_GoesToATemporaryFile()
    {
        const int size = 24 * 1024 * 1024;
        using var sent = new SemaphoreSlim(0);
        using var peer = new ScriptedPeer((_, socket) =>
        {
            ScriptedPeer.Write(socket, $"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n{new string('x', size)}");
            sent.Release();
            return true;
        });
        using var server = Start($"proxy_pass http://127.0.0.1:{peer.Port};");
        using var client = server.Connect();
        client.Send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        Assert.That(sent.Wait(SafetyTimeout.Value), Is.True, "the upstream is free before the client has read anything");
        server.ErrorLog.WaitForLine("an upstream response is buffered to a temporary file");
        var received = client.ReadToEnd();
        Assert.That(received.Length - received.IndexOf("\r\n\r\n", StringComparison.Ordinal) - 4, Is.EqualTo(size));
    }

    private static ServerUnderTest Start(string location) => ServerUnderTest.Start($$"""
        error_log logs/error.log info;
        events {}
        http {
            access_log logs/access.log;
            server { listen 127.0.0.1:{port}; location / { {{location}} } }
        }
        """);
}
