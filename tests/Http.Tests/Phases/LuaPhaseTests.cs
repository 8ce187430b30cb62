using Engine.Testing;

namespace Engine.Http.Tests.Phases;

/// <summary>
/// Every function of the Lua API in every phase: where OpenResty allows it, it does not say "API disabled"; elsewhere it does, and the worker goes on.
/// With "lua_strict_phases off" the phases are open, but what needs a request still is refused where there is none.
/// </summary>
internal sealed class LuaPhaseTests
{
    /// <summary>
    /// Name, phases, call. Of the phases: A all, T all but init, N the same without init_worker, R with a request, C where a request can wait, S the same and timers, X as S and
    /// the header filter, J where the phases can begin again, L where a subrequest can be made. Lower case: the call would end the handler or
    /// send something, and is made only where it is refused.
    /// </summary>
    private const string Calls = """
        local calls = {
          { "var", "R", function() return ngx.var.uri end },
          { "var=", "R", function() ngx.var.x = "1" end },
          { "var[n]", "R", function() return ngx.var[1] end },
          { "ctx", "T", function() ngx.ctx.x = 1 end },
          { "status", "R", function() return ngx.status end },
          { "status=", "R", function() ngx.status = 200 end },
          { "header", "R", function() return ngx.header.x end },
          { "header=", "R", function() ngx.header.x = "1" end },
          { "headers_sent", "R", function() return ngx.headers_sent end },
          { "is_subrequest", "R", function() return ngx.is_subrequest end },
          { "location.capture", "L", function() ngx.location.capture("/none") end },
          { "location.capture_multi", "L", function() ngx.location.capture_multi({ { "/none" } }) end },
          { "exec", "c", function() ngx.exec("/none") end },
          { "redirect", "c", function() ngx.redirect("/none") end },
          { "send_headers", "c", function() ngx.send_headers() end },
          { "print", "c", function() ngx.print("x") end },
          { "say", "c", function() ngx.say("x") end },
          { "flush", "c", function() ngx.flush() end },
          { "eof", "c", function() ngx.eof() end },
          { "exit", "x", function() ngx.exit(200) end },
          { "log", "A", function() ngx.log(ngx.DEBUG, "x") end },
          { "sleep", "S", function() ngx.sleep(0) end },
          { "on_abort", "C", function() ngx.on_abort(print) end },
          { "get_phase", "A", function() return ngx.get_phase() end },
          { "req.is_internal", "R", function() return ngx.req.is_internal() end },
          { "req.start_time", "R", function() return ngx.req.start_time() end },
          { "req.http_version", "R", function() return ngx.req.http_version() end },
          { "req.raw_header", "R", function() return ngx.req.raw_header() end },
          { "req.get_method", "R", function() return ngx.req.get_method() end },
          { "req.set_method", "R", function() ngx.req.set_method(ngx.HTTP_POST) end },
          { "req.set_uri", "R", function() ngx.req.set_uri("/t") end },
          { "req.set_uri jump", "j", function() ngx.req.set_uri("/t", true) end },
          { "req.set_uri_args", "R", function() ngx.req.set_uri_args("x=1") end },
          { "req.get_uri_args", "R", function() return ngx.req.get_uri_args() end },
          { "req.get_headers", "R", function() return ngx.req.get_headers() end },
          { "req.set_header", "R", function() ngx.req.set_header("X", "1") end },
          { "req.clear_header", "R", function() ngx.req.clear_header("X") end },
          { "req.read_body", "C", function() ngx.req.read_body() end },
          { "req.discard_body", "c", function() ngx.req.discard_body() end },
          { "req.get_body_data", "R", function() return ngx.req.get_body_data() end },
          { "req.get_body_file", "R", function() return ngx.req.get_body_file() end },
          { "req.get_post_args", "R", function() return ngx.req.get_post_args() end },
          { "req.set_body_data", "R", function() ngx.req.set_body_data("x") end },
          { "req.socket", "c", function() return ngx.req.socket() end },
          { "resp.get_headers", "R", function() return ngx.resp.get_headers() end },
          { "ngx.req add_header", "R", function() require("ngx.req").add_header("X", "1") end },
          { "ngx.resp add_header", "R", function() require("ngx.resp").add_header("X", "1") end },
          { "ngx.resp bypass_if_checks", "R", function() require("ngx.resp").bypass_if_checks() end },
          { "re.match", "A", function() return ngx.re.match("x", "x", "jo") end },
          { "re.gsub", "A", function() return ngx.re.gsub("x", "x", "y", "jo") end },
          { "ngx.re split", "A", function() return require("ngx.re").split("x", "x") end },
          { "shared.DICT", "A", function() return ngx.shared.dogs:set("x", 1) end },
          { "socket.tcp", "S", function() return ngx.socket.tcp() end },
          { "socket.stream", "S", function() return ngx.socket.stream() end },
          { "socket.udp", "S", function() return ngx.socket.udp() end },
          { "thread.spawn", "S", function() return ngx.thread.wait(ngx.thread.spawn(function() end)) end },
          { "thread.kill", "S", function() return ngx.thread.kill(coroutine.create(print)) end },
          { "coroutine", "A", function() return coroutine.wrap(function() coroutine.yield(coroutine.running()) end)() end },
          { "timer.at", "T", function() return ngx.timer.at(3600, print) end },
          { "timer.every", "T", function() return ngx.timer.every(3600, print) end },
          { "timer.running_count", "A", function() return ngx.timer.running_count() + ngx.timer.pending_count() end },
          { "worker", "A", function() return ngx.worker.pid() + ngx.worker.count(), ngx.worker.id(), ngx.worker.exiting() end },
          { "worker.pids", "N", function() return ngx.worker.pids() end },
          { "ngx.semaphore", "A", function() local semaphore = require("ngx.semaphore").new(1) semaphore:post() return semaphore:count() end },
          { "ngx.semaphore wait", "S", function() return require("ngx.semaphore").new(1):wait(0) end },
          { "ngx.process", "A", function() return require("ngx.process").type(), require("ngx.process").get_master_pid() end },
          { "ngx.process enable_privileged_agent", "i", function() return require("ngx.process").enable_privileged_agent() end },
          { "ngx.pipe spawn", "T", function() return require("ngx.pipe").spawn({ "true" }) end },
          { "ngx.errlog", "A", function() return require("ngx.errlog").raw_log(ngx.DEBUG, "x"), require("ngx.errlog").get_sys_filter_level() end },
          { "ngx.base64", "A", function() return require("ngx.base64").encode_base64url("x") end },
          { "run_worker_thread", "S", function() return ngx.run_worker_thread("pool", "none", "none") end },
          { "escape", "A", function() return ngx.escape_uri("x"), ngx.unescape_uri("x"), ngx.encode_args({ x = 1 }), ngx.decode_args("x") end },
          { "hash", "A", function() return ngx.md5("x"), ngx.md5_bin("x"), ngx.sha1_bin("x"), ngx.hmac_sha1("x", "x"), ngx.crc32_short("x"), ngx.crc32_long("x") end },
          { "base64", "A", function() return ngx.encode_base64("x"), ngx.decode_base64("eA=="), ngx.decode_base64mime("eA=="), ngx.quote_sql_str("x") end },
          { "time", "A", function() return ngx.now(), ngx.time(), ngx.today(), ngx.localtime(), ngx.utctime(), ngx.http_time(1), ngx.cookie_time(1), ngx.parse_http_time("x"), ngx.update_time() end },
        }
        """;

    private const string Check = """
        local request = { set = 1, server_rewrite = 1, rewrite = 1, access = 1, precontent = 1, content = 1, header_filter = 1, body_filter = 1, log = 1 }
        local waits = { server_rewrite = 1, rewrite = 1, access = 1, precontent = 1, content = 1 }

        local function allowed(kind, phase)
          kind = kind:upper()
          return kind == "A" or (kind == "T" and phase ~= "init") or (kind == "N" and phase ~= "init" and phase ~= "init_worker") or (kind == "R" and request[phase]) or ((kind == "C" or kind == "L" or kind == "S" or kind == "X") and waits[phase])
            or ((kind == "S" or kind == "X") and phase == "timer") or (kind == "X" and phase == "header_filter") or (kind == "J" and (phase == "rewrite" or phase == "server_rewrite")) or (kind == "I" and phase == "init")
        end

        local function check()
          local phase = ngx.get_phase()
          local wrong = {}
          for _, call in ipairs(calls) do
            local name, kind, run = call[1], call[2], call[3]
            local may = allowed(kind, phase)
            if kind == kind:upper() or (STRICT and not may) then
              local ok, first, second = pcall(run)
              local text = tostring(ok and second or first)
              local refused = text:find("API disabled in the c", 1, true) or text:find("no request found", 1, true)
              if may and refused or (STRICT and not may and not refused) then
                wrong[#wrong + 1] = name .. ": " .. text
              end
            end
          end
          ngx.shared.dogs:set(phase, #wrong == 0 and "right" or table.concat(wrong, "; "))
        end

        return check
        """;

    private const string Conf = """
        http {
            lua_shared_dict dogs 1m;
            lua_package_path "$prefix/lua/?.lua;;";
            @strict
            init_by_lua_block { require("check")() }
            init_worker_by_lua_block { require("check")() ngx.timer.at(0, function() require("check")() ngx.log(ngx.NOTICE, "the timer has run") end) }
            server {
                listen {port};
                set $x "";
                server_rewrite_by_lua_block { if ngx.var.uri == "/t" then require("check")() end }
                location /none { return 204; }
                location = /seen { content_by_lua_block { ngx.print(ngx.shared.dogs:get(ngx.var.arg_phase)) } }
                location = /t {
                    set_by_lua_block $y { require("check")() return "" }
                    rewrite_by_lua_block { require("check")() }
                    access_by_lua_block { require("check")() }
                    precontent_by_lua_block { require("check")() }
                    content_by_lua_block { require("check")() ngx.print("x") }
                    header_filter_by_lua_block { require("check")() }
                    body_filter_by_lua_block { require("check")() }
                    log_by_lua_block { require("check")() }
                }
            }
        }
        """;

    private static readonly string[] Phases =
        ["init", "init_worker", "timer", "set", "server_rewrite", "rewrite", "access", "precontent", "content", "header_filter", "body_filter", "log"];

    [Test]
    public void EveryFunction_InEveryPhase_WorksOrIsRefused([Values] bool strict)
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("the nginx that is here has an older API");
        using var prefix = new ServerPrefix();
        prefix.WriteFile("lua/check.lua", $"local STRICT = {(strict ? "true" : "false")}\n{Calls}\n{Check}");
        using var server = ServerUnderTest.Start(Conf.Replace("@strict", strict ? "" : "lua_strict_phases off;", StringComparison.Ordinal), prefix);
        using (var connection = server.Connect())
        {
            connection.Send("POST /t HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");
            Assert.That(connection.ReadResponse().Status, Is.EqualTo(200));
        }

        server.ErrorLog.WaitForLine("the timer has run");
        foreach (var phase in Phases)
            Assert.That(server.Get($"/seen?phase={phase}").Body, Is.EqualTo("right"), phase);
    }
}
