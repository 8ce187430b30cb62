lua: handlers among those of other modules.

=== TEST 1: what an access handler sends is the whole response
--- config
    location /a { access_by_lua_block { ngx.say("from access") } }
--- request
GET /a
--- response_body
from access
--- no_error_log
[error]

=== TEST 2: the same with a wait before it
--- config
    location /a { access_by_lua_block { ngx.sleep(0.001) ngx.say("from access") } }
--- request
GET /a
--- response_body
from access
--- no_error_log
[error]

=== TEST 3: rewrite handlers run last
--- config
    location /a {
        set $early "";
        rewrite_by_lua_block { ngx.var.early = "set" }
        if ($early) { return 200 "early"; }
        return 200 "late";
    }
--- request
GET /a
--- response_body chomp
late

=== TEST 4: rewrite_by_lua_no_postpone makes them run first
--- http_config
    rewrite_by_lua_no_postpone on;
--- config
    set $early "";
    location /a {
        rewrite_by_lua_block { ngx.var.early = "set" }
        if ($early) { return 200 "early"; }
        return 200 "late";
    }
--- request
GET /a
--- response_body chomp
early

=== TEST 5: access_by_lua_no_postpone comes before allow and deny
--- http_config
    access_by_lua_no_postpone on;
--- config
    location /a { access_by_lua_block { ngx.exit(402) } deny all; }
--- request
GET /a
--- error_code: 402

=== TEST 6: without it deny has its say first
--- config
    location /a { access_by_lua_block { ngx.exit(402) } deny all; }
--- request
GET /a
--- error_code: 403

=== TEST 7: header filters of a subrequest and of its parent
--- config
    location /part {
        content_by_lua_block { ngx.print("part") }
        header_filter_by_lua_block { ngx.header["X-From"] = "part" }
    }
    location /whole {
        content_by_lua_block {
            local part = ngx.location.capture("/part")
            ngx.say(part.header["X-From"], " ", part.body)
        }
        header_filter_by_lua_block { ngx.header["X-From"] = "whole" }
    }
--- request
GET /whole
--- response_headers
X-From: whole
--- response_body
part part

=== TEST 8: waiting in a header filter is not allowed
--- config
    location /a {
        content_by_lua_block { ngx.say("body") }
        header_filter_by_lua_block { ngx.header["X-Error"] = select(2, pcall(ngx.sleep, 0)) }
    }
--- request
GET /a
--- response_headers
X-Error: API disabled in the context of header_filter_by_lua*
--- response_body
body
