lua: what the functions of ngx.req make of unusual arguments.

=== TEST 1: a URI
--- config
    location / {
        content_by_lua_block {
            ngx.req.set_uri(5)
            ngx.say(ngx.var.uri)
            ngx.say((select(2, pcall(ngx.req.set_uri, {})):gsub("'.-'", "it")))
            ngx.say((select(2, pcall(ngx.req.set_uri, "/a", {})):gsub("'.-'", "it")))
        }
    }
--- request
GET /a
--- response_body
5
bad argument #1 to it (string expected, got table)
bad argument #2 to it (boolean expected, got table)

=== TEST 2: a field
--- config
    location / {
        content_by_lua_block {
            ngx.say((select(2, pcall(ngx.req.set_header, nil, "a")):gsub("^[^ ]*: ", "")))
            ngx.req.set_header(5, true)
            ngx.req.set_header("X-A", { 1, false, "b" })
            ngx.say(ngx.req.get_headers()["5"], " ", table.concat(ngx.req.get_headers()["X-A"], ","))
        }
    }
--- request
GET /a
--- response_body
bad 'name' argument: string expected, got nil
true 1,false,b

=== TEST 3: a time before 1970
--- config
    location / { return 200 ""; header_filter_by_lua_block { ngx.header["X-Time"] = ngx.http_time(-5) } }
--- request
GET /a
--- response_headers
X-Time: Thu, 01 Jan 1970 00:00:00 GMT
