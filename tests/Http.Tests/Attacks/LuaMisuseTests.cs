using Engine.Testing;

namespace Engine.Http.Tests.Attacks;

/// <summary>Defects that OpenResty's modules had with arguments and requests nobody expects: each ends with an answer, and nothing hangs, crashes or leaks.</summary>
internal sealed class LuaMisuseTests() : ScriptFixture("""
    location = /count { content_by_lua_block {
        local args, more_args = ngx.req.get_uri_args()
        local headers, more_headers = ngx.req.get_headers()
        local n = 0
        for _ in pairs(args) do n = n + 1 end
        ngx.print(n, " ", more_args, " ", args.evil, " ", more_headers, " ", headers.evil, " ", ngx.req.get_uri_args(0).evil, " ", ngx.req.get_headers(0).evil)
    } }
    error_page 400 /bad;
    location = /bad { internal; content_by_lua_block {
        ngx.print("bad ", type(ngx.req.get_headers()), " ", ngx.req.raw_header() and "head", " ", ngx.req.get_method(), " ", ngx.var.request_uri, " ", type(ngx.req.get_uri_args()))
    } }
    location = /append { client_body_buffer_size 1k; content_by_lua_block {
        ngx.req.read_body()
        if ngx.var.arg_size then ngx.req.init_body(tonumber(ngx.var.arg_size)) else ngx.req.init_body() end
        for i = 1, 500 do ngx.req.append_body("0123456789") end
        ngx.req.append_body("")
        ngx.req.finish_body()
        local file = ngx.req.get_body_file()
        ngx.print(file and "file" or #ngx.req.get_body_data())
    } }
    location = /multipart { content_by_lua_block {
        local socket = ngx.req.socket()
        socket:settimeout(5000)
        local read = socket:receiveuntil("\r\n--boundary")
        local pieces = {}
        while true do
            local data, err, partial = read(16)
            collectgarbage()
            if not data then pieces[#pieces + 1] = (partial and #partial or "") .. ":" .. tostring(err) break end
        end
        read, socket = nil, nil
        collectgarbage()
        ngx.log(ngx.WARN, "multipart ended ", table.concat(pieces))
    } }
    location = /log { content_by_lua_block { ngx.print("x") } log_by_lua_block { error({ "in the log phase" }) } }
    location = /logged { content_by_lua_block { ngx.print("x") } log_by_lua_block { local a = nil; a.b = 1 } }
    location = /slow { content_by_lua_block { ngx.sleep(0.05) ngx.print("slow") } }
    """)
{
    /// <summary>CVE-2018-9230: the first hundred only, and the caller is told.</summary>
    [Test]
    public void ArgumentsAndHeaders_MoreThanAHundred_AreTruncatedAndItIsTold()
    {
        var args = string.Join('&', Enumerable.Range(0, 100).Select(static i => $"a{i}=1"));
        var fields = Enumerable.Range(0, 100).Select(static i => $"h{i}: 1").ToArray();

        Assert.That(Server.Get($"/count?{args}&evil=yes", [.. fields, "evil: yes"]).Body, Is.EqualTo("100 truncated nil truncated nil yes yes"));
        Assert.That(Server.Get("/count?evil=yes", "evil: yes").Body, Is.EqualTo("1 nil yes nil yes yes yes"));
    }

    [Test]
    public void DecodedAndPostedArguments_MoreThanAHundred_AreTruncatedAndItIsTold()
    {
        const string Script = """
            local names = {}
            for i = 1, 101 do names[i] = "a" .. i .. "=1" end
            local text = table.concat(names, "&")
            ngx.req.set_body_data(text)
            local decoded, first = ngx.decode_args(text)
            local posted, second = ngx.req.get_post_args()
            ngx.print(decoded.a101, " ", first, " ", posted.a101, " ", second, " ", ngx.decode_args(text, 0).a101, " ", ngx.req.get_post_args(200).a101)
            """;

        Assert.That(Run(Script).Body, Is.EqualTo("nil truncated nil truncated 1 1"));
    }

    [Test]
    public void ResponseHeaders_MoreThanAHundred_AreTruncatedAndItIsTold() =>
        Assert.That(Run("for i = 1, 120 do ngx.header['h' .. i] = 'v' end ngx.print(select(2, ngx.resp.get_headers()), ' ', (select(2, ngx.resp.get_headers(0))))").Body,
            Is.EqualTo("truncated nil"));

    /// <summary>a0ed1bf2: a buffer of no bytes was written to for ever.</summary>
    [TestCase("0", "5000|file")]
    [TestCase("1", "file")]
    [TestCase("4999", "file")]
    [TestCase("5000", "5000")]
    [TestCase(null, "file")]
    public void AppendBody_WithABufferOfAnySize_Ends(string? size, string outcome) =>
        Assert.That(outcome.Split('|'), Does.Contain(Server.Get(size is null ? "/append" : $"/append?size={size}").Body));

    /// <summary>e21d9b55: headers of a request that was refused while it was read.</summary>
    [TestCase("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\nHost: localhost\r\nA: b\0c\r\n\r\n")]
    [TestCase("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [TestCase("GARBAGE\r\n\r\n")]
    [TestCase("GET / HTTP/1.1\r\n: novalue\r\nHost: localhost\r\nTransfer-Encoding: x\r\nContent-Length: 1\r\n\r\n")]
    public void BadRequest_ItsErrorPageAsksForHeaders_IsAnswered(string request)
    {
        using var connection = Server.Connect();
        var answer = connection.Send(request).ReadToEnd();

        Assert.That(answer, Does.Contain(" 400 ").Or.Contain(" 501 ").Or.Contain("bad table"));
    }

    /// <summary>48d56284: the upload ends in the middle of a piece, and garbage is collected.</summary>
    [Test]
    public void ReceiveUntil_TheUploadBreaksOff_EndsWithAnError()
    {
        using (var connection = Server.Connect())
            connection.Send("POST /multipart HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n--boundary\r\nContent-Disposition: form-data\r\n\r\nsome data\r\n--bound");

        Server.ErrorLog.WaitForLine("multipart ended");
    }

    [Test]
    public void ReceiveUntil_IteratorOutlivesItsSocket_IsClosed() =>
        Assert.That(Run("""
            local socket = ngx.socket.tcp()
            assert(socket:connect("127.0.0.1", ngx.var.server_port))
            socket:send("GET /uri HTTP/1.0\r\n\r\n")
            local read = socket:receiveuntil("\r\n")
            socket:close()
            socket = nil
            collectgarbage()
            ngx.print(tostring((read())), " ", (select(2, read())))
            """).Body, Is.EqualTo("nil closed"));

    /// <summary>cac9cbc3: the request goes while its program runs, or the program's end is asked for twice.</summary>
    [Test]
    public void Pipe_ClosedUnderUse_EndsWithErrors()
    {
        NeedsEngine();
        if (ServerPrefix.EventMethod != "epoll")
            Assert.Ignore("pipes need descriptors");
        Assert.That(Run("""
            local pipe = require "ngx.pipe"
            local proc = assert(pipe.spawn { "cat" })
            local reader = ngx.thread.spawn(function() return proc:stdout_read_line() end)
            proc:shutdown("stdin")
            local ok, line, err = ngx.thread.wait(reader)
            local killed = proc:kill(9)
            local waited, reason, code = proc:wait()
            ngx.print(line, " ", err, "|", waited, " ", reason, "|", select(2, proc:wait()), "|", select(2, proc:kill(9)), "|", select(2, proc:write("x")))
            """).Body, Does.StartWith("nil closed|").And.Contain("|exited|").And.EndWith("|closed"));
        Assert.That(Run("""
            local pipe = require "ngx.pipe"
            for i = 1, 20 do
                local proc = assert(pipe.spawn { "sleep", "100" })
                ngx.thread.spawn(function() proc:stdout_read_any(10) end)
                ngx.thread.spawn(function() proc:wait() end)
                proc:kill(9)
                proc = nil
            end
            collectgarbage()
            ngx.print("x")
            ngx.exit(200)
            """).Body, Is.EqualTo("x"));
    }

    [Test]
    public void UserThread_KilledWithASubrequest_IsRefusedAndTheSubrequestEnds() =>
        Assert.That(Run("""
            local thread = ngx.thread.spawn(function() return ngx.location.capture("/slow").body end)
            local killed, err = ngx.thread.kill(thread)
            ngx.print(killed, " ", err, "|", select(2, ngx.thread.wait(thread)), "|", select(2, ngx.thread.kill(thread)))
            """).Body, Is.EqualTo("nil pending subrequests|slow|already waited or killed"));

    [Test]
    public void Exit_WithASubrequestPending_IsRefused() =>
        Assert.That(Run("""
            ngx.thread.spawn(function() ngx.location.capture("/slow") end)
            ngx.print(pcall(ngx.exit, 200))
            """).Body, Does.StartWith("falseattempt to abort with pending subrequests"));

    [Test]
    public void Yield_AcrossPcall_ComesBack() =>
        Assert.That(Run("""
            local made = coroutine.wrap(function() local ok, got = pcall(function() ngx.sleep(0) return coroutine.yield("out") end) return got end)
            local first = made()
            local ok, err = pcall(function() pcall(ngx.sleep, 0) error({ code = 7 }) end)
            ngx.print(first, " ", made("in"), " ", err.code, " ", xpcall(function() ngx.sleep(0) return "done" end, debug.traceback) and "fine")
            """).Body, Is.EqualTo("out in 7 fine"));

    [TestCase("table.sort({ 3, 2, 1 }, function(a, b) ngx.sleep(0) return a < b end)")]
    [TestCase("string.gsub('abc', '.', function() ngx.sleep(0) end)")]
    public void Yield_AcrossAFunctionInC_IsAnError(string code) =>
        Assert.That(Run($"ngx.print(select(2, pcall(function() {code} end)))").Body, Does.Contain("attempt to yield across C-call boundary"));

    [TestCase("error({ code = 1 })", "unknown reason")]
    [TestCase("error(nil)", "unknown reason")]
    [TestCase("error(function() end)", "unknown reason")]
    [TestCase("error(true)", "unknown reason")]
    [TestCase("error(setmetatable({}, { __tostring = function() return 'told' end }))", "told")]
    [TestCase("error(setmetatable({}, { __tostring = function() error('twice') end }))", "runtime error")]
    [TestCase("error(('x'):rep(100000))", "xxx")]
    public void ErrorObject_ThatIsNoString_IsLoggedAndAnswered(string script, string logged)
    {
        Assert.That(Run(script).Status, Is.EqualTo(500));
        Assert.That(Server.ErrorLog.WaitForLine("lua entry thread aborted"), Is.Not.Empty);
        Assert.That(Server.ErrorLog.Text, Does.Contain(logged));
    }

    /// <summary>openresty #169.</summary>
    [TestCase("/log", "failed to run log_by_lua*")]
    [TestCase("/logged", "failed to run log_by_lua*")]
    public void Error_InTheLogPhase_IsLoggedAndTheConnectionGoesOn(string target, string logged)
    {
        using var connection = Server.Connect();
        Assert.That(connection.Get(target).Body, Is.EqualTo("x"));
        Assert.That(connection.Get(target).Body, Is.EqualTo("x"));
        Server.ErrorLog.WaitForLine(logged);
    }

    /// <summary>lua-nginx-module #1637.</summary>
    [Test]
    public void Coroutine_StatusAskedInALoop_IsTold() =>
        Assert.That(Run("""
            local counts = {}
            local thread = coroutine.create(function() for i = 1, 100 do ngx.sleep(0) coroutine.yield(i) end end)
            while coroutine.status(thread) ~= "dead" do
                for i = 1, 200 do assert(coroutine.status(thread) == "suspended") end
                assert(coroutine.resume(thread))
                counts[#counts + 1] = 1
            end
            ngx.print(#counts, " ", coroutine.status(coroutine.running()), " ", select(2, coroutine.resume(thread)))
            """).Body, Is.EqualTo("101 running cannot resume dead coroutine"));

    [Test]
    public void Coroutine_ResumesItself_IsAnError() =>
        Assert.That(Run("local co co = coroutine.create(function() return coroutine.resume(co) end) ngx.print(select(3, coroutine.resume(co)))").Body,
            Is.EqualTo("cannot resume running coroutine").Or.EqualTo("cannot resume non-suspended coroutine"));

    /// <summary>LuaJIT loads the bytecode it has written, as in OpenResty; what comes from a request can be kept out by the mode.</summary>
    [Test]
    public void Bytecode_LoadedAsText_IsRefused()
    {
        const string Script = """
            local code = string.dump(function() return 7 end)
            local text, err = load(code, "=code", "t")
            ngx.print(text, " ", err, " ", load(code, "=code", "b")(), " ", select(2, load("return 1", "=code", "b")), " ", (loadstring(code .. "x")))
            """;

        Assert.That(Run(Script).Body, Does.StartWith("nil attempt to load chunk with wrong mode 7 attempt to load chunk with wrong mode"));
    }

    [Test]
    public void Cjson_WithHostileText_IsRefusedOrRead()
    {
        const string Script = """
            local cjson = require "cjson.safe"
            local deep = cjson.decode(("["):rep(100000) .. ("]"):rep(100000))
            local inner = {}
            for i = 1, 2000 do inner = { inner } end
            local encoded = cjson.encode(inner)
            local sparse = cjson.encode({ [1] = 1, [100000000] = 1 })
            local huge = cjson.decode("[1e999, -1e999, 123456789012345678901234567890]")
            local broken = cjson.decode('"\\ud800"')
            local bytes = cjson.decode('"\255\254\0"')
            local cycle = {}
            cycle[1] = cycle
            ngx.print(deep, " ", encoded, " ", sparse, " ", huge and huge[3] or "refused", " ", broken, " ", cjson.encode(cycle), " ", cjson.encode(0/0), " ",
                cjson.encode(math.huge), " ", cjson.encode("\255\0/") and "bytes")
            """;

        Assert.That(Run(Script).Body, Does.Match("^nil nil nil (refused|1.2345678901235e\\+29) nil nil nil nil bytes$"));
    }

    /// <summary>CVE-2024-39702: a hash that looks at a few bytes of a long string makes thousands of them one chain.</summary>
    [Test]
    public void Strings_ThatDifferInTheirMiddleOnly_AreInternedInNoTime()
    {
        const string Script = """
            local head, tail, kept = ("a"):rep(300), ("z"):rep(300), {}
            for i = 1, 20000 do kept[head .. ("%08d"):format(i) .. tail] = true end
            local n = 0
            for _ in pairs(kept) do n = n + 1 end
            ngx.print(n)
            """;

        Assert.That(Run(Script).Body, Is.EqualTo("20000"));
    }
}
