lua: variables by name.

=== TEST 1: a name with bytes beyond ASCII
--- http_config
    ignore_invalid_headers off;
--- config
    location /a { content_by_lua_block { ngx.say(ngx.var["HTTP_X_\195\169A"]) } }
--- more_headers
X-éA: 1
--- request
GET /a
--- response_body
1
