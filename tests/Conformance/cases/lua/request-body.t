lua: the request's body.

=== TEST 1: a smaller length cuts what is read, and not what the client has sent
--- http_config
    log_format short "$uri $request_length;";
--- config
    access_log logs/access.log short;
    location = /a { rewrite_by_lua_block { ngx.req.set_header("Content-Length", 5) } content_by_lua_block { ngx.req.read_body() ngx.say(ngx.req.get_body_data(), " ", ngx.var.content_length) } }
    location = /b { return 200 "next\n"; }
--- raw_request unescape
POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabcdefghijGET /b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n
--- response_body
abcde 5
--- access_log
/a 
/b 
--- needs: engine

=== TEST 2: a larger one changes nothing
--- config
    location = /a { rewrite_by_lua_block { ngx.req.set_header("Content-Length", 50) } content_by_lua_block { ngx.req.read_body() ngx.say(ngx.req.get_body_data()) } }
--- raw_request unescape
POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nConnection: close\r\n\r\nabcdefghij
--- response_body
abcdefghij
--- needs: engine

=== TEST 3: nor does what is no length
--- config
    location = /a { rewrite_by_lua_block { ngx.req.set_header("Content-Length", "x") } content_by_lua_block { ngx.req.read_body() ngx.say(ngx.req.get_body_data()) } }
--- raw_request unescape
POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nConnection: close\r\n\r\nabcdefghij
--- response_body
abcdefghij
--- needs: engine

=== TEST 4: a location's limit holds for the body of a subrequest
--- config
    location = /a { content_by_lua_block { for _, n in ipairs { 1024, 1025 } do ngx.say(ngx.location.capture("/small", { method = ngx.HTTP_POST, body = ("x"):rep(n) }).status) end } }
    location = /small { client_max_body_size 1k; content_by_lua_block { ngx.say("small") } }
--- request
GET /a
--- response_body
200
413
--- error_log
client intended to send too large body: 1025 bytes

=== TEST 5: and for a body that was read in another location
--- config
    location = /a { content_by_lua_block { ngx.req.read_body() ngx.exec("/small") } }
    location = /small { client_max_body_size 4; content_by_lua_block { ngx.say("small") } }
--- request
POST /a
12345
--- error_code: 413
--- error_log
client intended to send too large body: 6 bytes

=== TEST 6: chunked or not
--- config
    location = /a { content_by_lua_block { ngx.req.read_body() ngx.exec("/small") } }
    location = /small { client_max_body_size 4; content_by_lua_block { ngx.say("small") } }
--- raw_request unescape
POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\n12345\r\n0\r\n\r\n
--- error_code: 413

=== TEST 7: unless it was replaced by a shorter one
--- config
    location = /a { content_by_lua_block { ngx.req.read_body() ngx.req.set_body_data("1234") ngx.exec("/small") } }
    location = /small { client_max_body_size 4; content_by_lua_block { ngx.say("small") } }
--- request
POST /a
12345
--- response_body
small

=== TEST 8: an error page that may not be given the body that was read
--- config
    location = /a { content_by_lua_block { ngx.req.read_body() ngx.exit(500) } error_page 500 /small; }
    location = /small { client_max_body_size 4; return 200 "small"; }
--- request
POST /a
12345
--- error_code: 413
