What ends a handler before its time, and what becomes of the response.

=== TEST 1: what an HTTP/1.0 client waits for is sent, with the status that it has
--- config
    location = /a { rewrite_by_lua_block { ngx.status = 403 ngx.say("said") ngx.exit(403) } }
--- raw_request unescape
GET /a HTTP/1.0\r\n\r\n
--- error_code: 403
--- response_headers
Content-Length: 5
--- response_body
said

=== TEST 2: another status comes too late for it
--- config
    location = /a { content_by_lua_block { ngx.say("said") ngx.exit(404) } }
--- raw_request unescape
GET /a HTTP/1.0\r\n\r\n
--- error_code: 200
--- response_body
said

=== TEST 3: an access handler's response for an HTTP/1.0 client
--- config
    location = /a { access_by_lua_block { ngx.status = 429 ngx.say("said") ngx.exit(500) } }
--- raw_request unescape
GET /a HTTP/1.0\r\n\r\n
--- error_code: 429
--- response_body
said

=== TEST 4: a header filter's status without a page is a response without a body
--- config
    location = /201 {
        content_by_lua_block { ngx.header["Content-Length"] = 6 ngx.say("hello") }
        header_filter_by_lua_block { return ngx.exit(201) }
    }
    location = /444 { return 200 "hello"; header_filter_by_lua_block { return ngx.exit(444) } }
    location = /499 { content_by_lua_block { ngx.print("hello") } header_filter_by_lua_block { return ngx.exit(499) } }
    location = /599 { content_by_lua_block { ngx.print("hello") } header_filter_by_lua_block { return ngx.exit(599) } }
--- pipelined_requests
GET /201
GET /444
GET /499
GET /599
GET /201
--- error_code: 201 444 499 599 201
--- response_headers
Content-Length: 0
Content-Type:
--- needs: engine

=== TEST 5: a status without content gets no type
--- config
    default_type text/plain;
    location = /304 { content_by_lua_block { ngx.status = 304 } }
    location = /204 { content_by_lua_block { ngx.status = 204 } }
--- pipelined_requests
GET /304
GET /204
--- error_code: 304 204
--- response_headers
Content-Type:

=== TEST 6: a jump to another URI leaves ngx.ctx behind
--- config
    location = /a { rewrite_by_lua_block { ngx.ctx.foo = 1 ngx.req.set_uri("/b", true) } }
    location = /b { content_by_lua_block { ngx.say(ngx.ctx.foo) ngx.ctx.foo = 2 } log_by_lua_block { ngx.log(ngx.WARN, "at the end ", ngx.ctx.foo) } }
--- request
GET /a
--- response_body
nil
--- error_log
at the end 2

=== TEST 7: a change of the URI alone does not
--- config
    location = /a { rewrite_by_lua_block { ngx.ctx.foo = 1 ngx.req.set_uri("/b") } content_by_lua_block { ngx.say(ngx.ctx.foo) } }
--- request
GET /a
--- response_body
1
