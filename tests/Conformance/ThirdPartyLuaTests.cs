using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Debian's unmodified Lua libraries that need requests: websockets and cookies.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ThirdPartyLuaTests
{
    private const string Conf = """
        http {
            server {
                listen {port};
                location /echo {
                    content_by_lua_block {
                        local server = require "nginx.websocket.server"
                        local ws, err = server:new({ timeout = 10000, max_payload_len = 70000 })
                        if not ws then
                            ngx.log(ngx.ERR, err)
                            return ngx.exit(444)
                        end
                        while true do
                            local data, kind, err = ws:recv_frame()
                            if not data then
                                return ngx.log(ngx.WARN, "ended: ", err)
                            elseif kind == "close" then
                                ws:send_close(1000, "bye")
                                return
                            elseif kind == "ping" then
                                ws:send_pong(data)
                            else
                                ws["send_" .. kind](ws, data)
                            end
                        end
                    }
                }
                location /client {
                    content_by_lua_block {
                        local client = require "nginx.websocket.client"
                        local ws = client:new({ max_payload_len = 70000, timeout = 10000 })
                        assert(ws:connect("ws://127.0.0.1:" .. ngx.var.server_port .. "/echo"))
                        local long = ("x"):rep(66000)
                        ws:send_text("hello")
                        local text, kind = ws:recv_frame()
                        ws:send_binary(long)
                        local binary, other = ws:recv_frame()
                        ws:send_close()
                        local bye, last = ws:recv_frame()
                        ngx.say(text, " ", kind, " ", binary == long, " ", other, " ", bye, " ", last)
                    }
                }
                location /string {
                    content_by_lua_block {
                        local text = require "nginx.string"
                        local sha1 = require("nginx.sha1"):new()
                        sha1:update("abc")
                        ngx.say(text.to_hex(sha1:final()), " ", text.atoi and text.atoi("12") or 12)
                    }
                }
                location /cookie {
                    content_by_lua_block {
                        local cookie = require("nginx.cookie"):new()
                        cookie:set({ key = "seen", value = "yes", path = "/", httponly = true, max_age = 5 })
                        ngx.say(cookie:get("a"), " ", cookie:get("b"), " ", tostring(cookie:get("c")))
                    }
                }
            }
        }
        """;

    private ServerUnderTest server = null!;

    [OneTimeSetUp]
    public void Start()
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("the libraries are proven there");
        server = ServerUnderTest.Start(Conf);
    }

    [OneTimeTearDown]
    public void Stop() => server?.Dispose();

    [Test]
    public void WebSocket_RawClient_IsAnswered()
    {
        using var connection = server.Connect();
        connection.Send("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        var head = connection.ReadUntil("\r\n\r\n");
        Assert.That(head, Does.StartWith("HTTP/1.1 101").And.Contain("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));

        connection.Send(Frame(0x81, "hi"));
        Assert.That(connection.ReadExactly(4), Is.EqualTo(new byte[] { 0x81, 2, (byte)'h', (byte)'i' }));
        connection.Send(Frame(0x89, "p"));
        Assert.That(connection.ReadExactly(3), Is.EqualTo(new byte[] { 0x8A, 1, (byte)'p' }));
        connection.Send(Frame(0x88, ""));
        Assert.That(connection.ReadExactly(7), Is.EqualTo(new byte[] { 0x88, 5, 0x03, 0xE8, (byte)'b', (byte)'y', (byte)'e' }));
        connection.ExpectClosed();
    }

    [Test]
    public void WebSocket_ClientGoesAway_EndsTheHandler()
    {
        using (var connection = server.Connect())
        {
            connection.Send("GET /echo HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
            connection.ReadUntil("\r\n\r\n");
        }

        server.ErrorLog.WaitForLine("ended: failed to receive the first 2 bytes: closed");
    }

    [Test]
    public void WebSocket_OwnClient_TalksToIt() =>
        Assert.That(server.Get("/client").Body, Is.EqualTo("hello text true binary bye close\n"));

    /// <summary>The library calls a function of nginx, which only the native executable exports.</summary>
    [Test]
    public void Strings_InHexadecimal()
    {
        if (!ServerBinary.UnderTest.IsPublished)
            Assert.Ignore("the developer's build exports nothing");
        Assert.That(server.Get("/string").Body, Does.StartWith("a9993e364706816aba3e25717850c26c9cd0d89d "));
    }

    [Test]
    public void Cookie_ReadAndSet()
    {
        var response = server.Get("/cookie", "Cookie: a=1; b=two");

        Assert.That(response.Body, Is.EqualTo("1 two nil\n"));
        Assert.That(response.Header("Set-Cookie"), Is.EqualTo("seen=yes; Max-Age=5; Path=/; HttpOnly"));
    }

    /// <summary>A frame as clients send it, masked.</summary>
    private static byte[] Frame(byte first, string payload)
    {
        byte[] mask = [1, 2, 3, 4];
        return [first, (byte)(0x80 | payload.Length), .. mask, .. payload.Select((letter, i) => (byte)(letter ^ mask[i % 4]))];
    }
}
