using Engine.Testing;

namespace Engine.Conformance;

/// <summary>ngx.req.socket: the request's body, and with true the whole connection.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class RequestSocketTests
{
    private const string Conf = """
        http {
            lua_check_client_abort on;
            server {
                listen {port};
                location /body {
                    content_by_lua_block {
                        local sock, err = ngx.req.socket()
                        if not sock then return ngx.say("none: ", err) end
                        local out = {}
                        while true do
                            local data, err, part = sock:receive(4)
                            out[#out + 1] = data or err .. "[" .. part .. "]"
                            if not data then break end
                        end
                        ngx.say(table.concat(out, " "), " ", tostring(sock.send))
                    }
                }
                location /first {
                    content_by_lua_block {
                        local sock = ngx.req.socket()
                        ngx.say(sock:receive(2))
                    }
                }
                location /read {
                    content_by_lua_block {
                        ngx.req.read_body()
                        ngx.say(select(2, ngx.req.socket()))
                    }
                }
                location /log {
                    content_by_lua_block {
                        local sock = ngx.req.socket()
                        local data, err, part = sock:receive("*a")
                        ngx.log(ngx.WARN, "got ", data, " ", err, " ", part)
                    }
                }
                location /parts {
                    content_by_lua_block {
                        local sock = ngx.req.socket()
                        local parts = sock:receiveuntil("--end")
                        while parts(1) do end
                        parts = nil
                        collectgarbage() collectgarbage()
                        ngx.log(ngx.WARN, "the parts are gone")
                    }
                }
                location /killed {
                    content_by_lua_block {
                        local sock = ngx.req.socket()
                        local thread = ngx.thread.spawn(function() sock:receive(100) end)
                        ngx.thread.kill(thread)
                        ngx.say("killed")
                    }
                }
                location /raw {
                    content_by_lua_block {
                        local sock, err = assert(ngx.req.socket(true))
                        local said, why = ngx.say("x")
                        local _, twice = ngx.req.socket(true)
                        local line = sock:receive()
                        assert(sock:send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" .. line .. ", " .. why .. ", " .. twice))
                    }
                }
                location /upgrade {
                    content_by_lua_block {
                        ngx.status = 101
                        ngx.header.Upgrade = "lines"
                        ngx.send_headers()
                        ngx.flush(true)
                        local sock = assert(ngx.req.socket(true))
                        while true do
                            local line, err = sock:receive()
                            if not line then
                                ngx.log(ngx.WARN, "ended: ", err)
                                break
                            end
                            sock:send(line:reverse() .. "\n")
                        end
                    }
                }
                location /lent {
                    content_by_lua_block {
                        local function try(name, ...)
                            return name .. ":" .. tostring(select(2, pcall(lent[name], lent, ...)))
                        end
                        for _, kind in ipairs { "tcp", "udp" } do
                            ngx.location.capture("/lend?" .. kind)
                            ngx.say(try("send", "x"), " ", try("close"), " ", try("receive"))
                        end
                    }
                }
                location /lend {
                    content_by_lua_block {
                        lent = ngx.socket[ngx.var.args]()
                        local connect = lent.connect or lent.setpeername
                        assert(connect(lent, "127.0.0.1", ngx.var.server_port))
                    }
                }
                location /ok { return 200 "ok"; }
            }
        }
        """;

    private ServerUnderTest server = null!;

    [OneTimeSetUp]
    public void Start() => server = ServerUnderTest.Start(Conf);

    [OneTimeTearDown]
    public void Stop() => server.Dispose();

    private static string Post(string target, string body, string fields = "") =>
        $"POST {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {body.Length}\r\n{fields}\r\n{body}";

    [Test]
    public void Body_OfPipelinedRequests_EachReadsItsOwn()
    {
        using var connection = server.Connect();
        connection.Send(Post("/body", "hello world") + Post("/body", "next") + Post("/first", "rest is dropped") + "GET /ok HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("hell o wo closed[rld] nil\n"));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("next closed[] nil\n"));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("re\n"));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("ok"));
    }

    [Test]
    public void Body_ThatComesByteByByte_IsWaitedFor()
    {
        using var connection = server.Connect();
        connection.Send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n");
        foreach (var letter in "abcdef")
            connection.Send(letter.ToString());

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("abcd closed[ef] nil\n"));
    }

    [Test]
    public void Body_WithExpectation_IsAskedFor()
    {
        using var connection = server.Connect();
        connection.Send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
        Assert.That(connection.ReadUntil("\r\n\r\n"), Does.StartWith("HTTP/1.1 100"));
        connection.Send("body");

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("body closed[] nil\n"));
    }

    [TestCase("GET /body HTTP/1.1\r\nHost: x\r\n\r\n", "none: no body\n")]
    [TestCase("POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n", "none: chunked request bodies not supported yet\n")]
    [TestCase("POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na", "request body already exists\n")]
    public void Body_ThatCannotBeHad_SaysWhy(string request, string body)
    {
        using var connection = server.Connect();

        Assert.That(connection.Send(request).ReadResponse().Body, Is.EqualTo(body));
    }

    [Test]
    public void Body_ClientGoesAway_IsTold()
    {
        using (var connection = server.Connect())
            connection.Send("POST /log HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhello").ShutdownSend();

        server.ErrorLog.WaitForLine("got nil client aborted hello");
    }

    [Test]
    public void ReceiveUntil_ClientGoesAwayInTheMiddle_LeavesNothingBehind()
    {
        using (var connection = server.Connect())
            connection.Send("POST /parts HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n--en");

        server.ErrorLog.WaitForLine("the parts are gone");
    }

    [Test]
    public void Receive_ThreadKilled_TheConnectionGoesOn()
    {
        using var connection = server.Connect();
        connection.Send("POST /killed HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n");
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("killed\n"));
        connection.Send("12345GET /ok HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("ok"));
    }

    [Test]
    public void Socket_OfASubrequest_IsNotItsParents() =>
        Assert.That(server.Get("/lent").Body, Is.EqualTo("send:bad request close:bad request receive:bad request\nsend:bad request close:bad request receive:bad request\n"));

    [Test]
    public void Raw_Socket_OwnsTheConnection()
    {
        using var connection = server.Connect();
        connection.Send("GET /raw HTTP/1.1\r\nHost: x\r\n\r\nhello\n");

        Assert.That(connection.ReadToEnd(), Is.EqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello, raw request socket acquired, duplicate call"));
    }

    [Test]
    public void Raw_BodyOfTheRequest_IsNotTakenForARequest()
    {
        using var connection = server.Connect();
        connection.Send("POST /raw HTTP/1.1\r\nHost: x\r\nContent-Length: 45\r\n\r\nhello\nGET /ok HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.That(connection.ReadToEnd(), Does.EndWith("hello, raw request socket acquired, duplicate call"));
    }

    [Test]
    public void Raw_AfterAnUpgrade_BothSidesTalk()
    {
        using (var connection = server.Connect())
        {
            connection.Send("GET /upgrade HTTP/1.1\r\nHost: x\r\nUpgrade: lines\r\n\r\nfirst\n");
            Assert.That(connection.ReadUntil("tsrif\n"), Does.StartWith("HTTP/1.1 101"));
            connection.Send("second\n");
            Assert.That(connection.ReadUntil("\n"), Is.EqualTo("dnoces\n"));
        }

        server.ErrorLog.WaitForLine("ended: client aborted");
    }
}
