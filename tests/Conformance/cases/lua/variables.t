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

=== TEST 2: assigning to one of a family, mentioned or not
--- config
    location /a {
        set $http_own "";
        content_by_lua_block {
            for _, name in ipairs { "arg_mentioned", "arg_other", "host", "http_own" } do
                local ok, err = pcall(function() ngx.var[name] = "x" end)
                ngx.say(name, ": ", ok or err:match("not found for writing") or err:match("not changeable"))
            end
        }
        add_header X-Mention $arg_mentioned;
    }
--- request
GET /a?mentioned=1
--- response_body
arg_mentioned: not found for writing
arg_other: not found for writing
host: not changeable
http_own: true
