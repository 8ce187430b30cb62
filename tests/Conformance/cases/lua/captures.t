lua: the order of subrequests and of what Lua code gets of them.

=== TEST 1: a light thread that captures lets the others have their turn first
--- config
    location /part { content_by_lua_block { ngx.print("part ", ngx.var.arg_n) } }
    location /a {
        content_by_lua_block {
            local lines = {}
            local function capture(n)
                lines[#lines + 1] = "begin " .. n
                local body = ngx.location.capture("/part?n=" .. n).body
                lines[#lines + 1] = body
            end
            local one = ngx.thread.spawn(capture, 1)
            lines[#lines + 1] = "spawned"
            local two = ngx.thread.spawn(capture, 2)
            lines[#lines + 1] = "spawned"
            capture(3)
            ngx.thread.wait(one)
            ngx.thread.wait(two)
            ngx.say(table.concat(lines, ", "))
        }
    }
--- request
GET /a
--- response_body
begin 1, spawned, begin 2, spawned, begin 3, part 1, part 2, part 3

=== TEST 2: captures inside of captures, as deep as they may be
--- config
    location /deep {
        content_by_lua_block {
            local n = tonumber(ngx.var.arg_n)
            if n == 0 then
                ngx.print("bottom")
            else
                ngx.print(n % 10, ngx.location.capture("/deep?n=" .. n - 1).body)
            end
        }
    }
    location /a { content_by_lua_block { ngx.say(ngx.location.capture("/deep?n=30").body) } }
--- request
GET /a
--- response_body
098765432109876543210987654321bottom

=== TEST 3: one that captures itself ends with an error
--- config
    location /a {
        content_by_lua_block {
            local answer = ngx.location.capture("/a")
            ngx.print("a", answer.status == 500 and "" or answer.body)
        }
    }
--- request
GET /a
--- response_body_like
^a+$

=== TEST 4: fields that occur several times, in a table
--- config
    location /part {
        content_by_lua_block {
            ngx.header["X-Many"] = { "one", "two", "three" }
            ngx.header["X-Two"] = { "a", "b" }
            ngx.header["X-One"] = "single"
            ngx.print("")
        }
    }
    location /a {
        content_by_lua_block {
            local fields = ngx.location.capture("/part").header
            ngx.say(#fields["X-Many"], " ", table.concat(fields["X-Many"], ","), " ", table.concat(fields["X-Two"], ","), " ", fields["X-One"])
        }
    }
--- request
GET /a
--- response_body
3 one,two,three a,b single

=== TEST 5: in a coroutine, whether the subrequest waits or not
--- config
    location /now { return 200 "now"; }
    location /later { content_by_lua_block { ngx.sleep(0.001) ngx.print("later") } }
    location /a {
        content_by_lua_block {
            local co = coroutine.wrap(function()
                coroutine.yield(ngx.location.capture("/now").body)
                coroutine.yield(ngx.location.capture("/later").body)
                local one, two = ngx.location.capture_multi { { "/later" }, { "/now" } }
                return one.body .. two.body
            end)
            ngx.say(co(), " ", co(), " ", co())
        }
    }
--- request
GET /a
--- response_body
now later laternow

=== TEST 6: inside of a function of C that calls Lua code
--- config
    location /now { return 200 "now"; }
    location /a {
        content_by_lua_block {
            local ok, err = pcall(string.gsub, "a", "a", function() return ngx.location.capture("/now").body end)
            ngx.say(ok, " ", err)
            ngx.say(ngx.location.capture("/now").body)
        }
    }
--- request
GET /a
--- response_body
false attempt to yield across C-call boundary
now
--- needs: engine

=== TEST 7: mistakes are those of the code that calls, and leave nothing behind
--- config
    location /now { return 200 "now$args"; }
    location /a {
        content_by_lua_block {
            local function try(...)
                local arguments = { ... }
                local ok, err = pcall(function() return (ngx.location.capture(unpack(arguments))) end)
                ngx.say(ok, " ", (tostring(err):gsub("^content_by_lua.-:%d+: ", "here: ")))
            end
            try("/../now")
            try("/now", { method = 3 })
            try("/now", { args = true })
            try("/now", { ctx = 1 })
            try("/now", { vars = { nosuch = 1 } })
            try("/now", { body = {} })
            ngx.say(ngx.location.capture("/now", { args = 1 }).body)
        }
    }
--- request
GET /a
--- response_body
false here: unsafe uri in argument #1: /../now
false here: failed to adjust the subrequest: -1
false here: Bad args option value
false here: Bad ctx option value type number, expected a Lua table
false here: failed to adjust the subrequest: -1
false here: Bad http request body
now1
--- error_log
unsupported HTTP method: 3
variable "nosuch" cannot be assigned a value (maybe you forgot to define it first?)

=== TEST 8: the phases and filters of the subrequest, and its own ngx.ctx
--- config
    location /part {
        rewrite_by_lua_block { ngx.ctx.seen = "rewrite" }
        content_by_lua_block { ngx.print(ngx.ctx.seen, " ", ngx.is_subrequest, " ", tostring(ngx.ctx.own)) }
        header_filter_by_lua_block { ngx.header["X-Filtered"] = ngx.ctx.seen }
        body_filter_by_lua_block { ngx.arg[1] = ngx.arg[1]:upper() }
    }
    location /a {
        content_by_lua_block {
            ngx.ctx.own = 1
            local answer = ngx.location.capture("/part")
            ngx.say(answer.body, " ", answer.header["X-Filtered"], " ", ngx.ctx.own, " ", tostring(ngx.ctx.seen), " ", ngx.get_phase())
        }
    }
--- request
GET /a
--- response_body
REWRITE TRUE NIL rewrite 1 nil content

=== TEST 9: values that ngx.print joins
--- config
    location /long { content_by_lua_block { ngx.print("x", ("y"):rep(5000), 1, "\n") } }
    location /a {
        content_by_lua_block {
            ngx.say(1, " ", -7, " ", 1.5, " ", 1e13, " ", 1e15, " ", -0.25, " ", 2^53, " ", 1/0, " ", 0, " ", -1e14)
            ngx.say(nil, true, false, ngx.null, { "a", { 1, "b" } }, "")
            ngx.say(ngx.location.capture("/long").body == "x" .. ("y"):rep(5000) .. "1\n")
            local _, err = pcall(function() ngx.say("a", print) end)
            ngx.say((err:gsub("^content_by_lua.-:%d+: ", ""):gsub("but got", "got")))
        }
    }
--- request
GET /a
--- response_body
1 -7 1.5 10000000000000 1e+15 -0.25 9.007199254741e+15 inf 0 -1e+14
niltruefalsenulla1b
true
bad argument #2 to 'say' (string, number, boolean, nil, ngx.null, or array table expected, got function)
