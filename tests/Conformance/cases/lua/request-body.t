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
