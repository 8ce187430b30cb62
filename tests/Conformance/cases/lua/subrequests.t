lua: what must not happen while subrequests run.

=== TEST 1: ngx.exit in another light thread
--- config
    location /part { content_by_lua_block { ngx.sleep(0.01) ngx.print("part") } }
    location /a {
        content_by_lua_block {
            local err
            local other = ngx.thread.spawn(function()
                ngx.sleep(0.001)
                err = select(2, pcall(ngx.exit, 403))
            end)
            ngx.say(ngx.location.capture("/part").body, ": ", err)
        }
    }
--- request
GET /a
--- response_body_like
\Apart: attempt to abort with pending subrequests
--- needs: engine

=== TEST 2: ngx.exec and ngx.redirect
--- config
    location /part { content_by_lua_block { ngx.sleep(0.01) ngx.print("part") } }
    location /a {
        content_by_lua_block {
            local errors = {}
            ngx.thread.spawn(function()
                ngx.sleep(0.001)
                errors[1] = select(2, pcall(ngx.exec, "/part"))
                errors[2] = select(2, pcall(ngx.redirect, "/part"))
            end)
            local body = ngx.location.capture("/part").body
            ngx.say(body, ": ", errors[1] == errors[2], " ", errors[1])
        }
    }
--- request
GET /a
--- response_body
part: true attempt to abort with pending subrequests

=== TEST 3: ngx.thread.kill
--- config
    location /part { content_by_lua_block { ngx.sleep(0.01) ngx.print("part") } }
    location /a {
        content_by_lua_block {
            local thread = ngx.thread.spawn(function() return ngx.location.capture("/part").body end)
            local killed, err = ngx.thread.kill(thread)
            local _, body = ngx.thread.wait(thread)
            ngx.say(killed, " ", err, " ", body)
        }
    }
--- request
GET /a
--- response_body
nil pending subrequests part

=== TEST 4: the body of a subrequest that its filter never ends is truncated
--- config
    location /whole { return 200 "text"; }
    location /cut { return 200 "text"; body_filter_by_lua_block { ngx.arg[2] = false } }
    location /a {
        content_by_lua_block {
            ngx.say(ngx.location.capture("/whole").truncated, " ", ngx.location.capture("/cut").truncated)
        }
    }
--- request
GET /a
--- response_body
false true

=== TEST 5: what comes behind the end that a body filter has set is dropped
--- config
    location /a {
        content_by_lua_block { ngx.print("one") ngx.flush(true) ngx.print("two") }
        body_filter_by_lua_block { ngx.arg[2] = true }
    }
--- request
GET /a
--- response_body chomp
one

=== TEST 6: what ends the request may follow a capture
--- config
    location /part { return 200 "part"; }
    location /a { content_by_lua_block { ngx.exec("/b", ngx.location.capture("/part").body) } }
    location /b { content_by_lua_block { ngx.say(ngx.var.args) } }
--- request
GET /a
--- response_body
part

=== TEST 7: ngx.exit behind a capture in an access handler
--- config
    location /part { return 200 "part"; }
    location /a { access_by_lua_block { ngx.location.capture("/part") ngx.exit(403) } }
--- request
GET /a
--- error_code: 403

=== TEST 8: "rewrite ... last" comes before rewrite_by_lua
--- config
    location /a { rewrite ^ /b last; rewrite_by_lua_block { ngx.exit(503) } }
    location /b { return 200 "b"; }
--- request
GET /a
--- response_body chomp
b

=== TEST 9: the socket of a subrequest that is over is not the parent's to keep
--- config
    location /part {
        content_by_lua_block {
            local socket = ngx.socket.tcp()
            assert(socket:connect("127.0.0.1", ngx.var.server_port))
            package.loaded.held = socket
        }
    }
    location /a {
        content_by_lua_block {
            ngx.location.capture("/part")
            local held = package.loaded.held
            ngx.say(pcall(held.setkeepalive, held))
        }
    }
--- request
GET /a
--- response_body_like
false.*bad request

=== TEST 10: a body that is replaced while a subrequest has it
--- config
    location /part { content_by_lua_block { ngx.sleep(0.001) ngx.print(ngx.req.get_body_data()) } }
    location /a {
        content_by_lua_block {
            ngx.req.read_body()
            local other = ngx.thread.spawn(function() return ngx.location.capture("/part", { method = ngx.HTTP_POST }).body end)
            ngx.req.set_body_data("others")
            local _, body = ngx.thread.wait(other)
            ngx.say(body:match("%w+"), " ", ngx.req.get_body_data())
        }
    }
--- request
POST /a
before
--- response_body
before others
