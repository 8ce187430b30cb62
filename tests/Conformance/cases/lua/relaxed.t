lua: lua_strict_phases off lets code wait in every phase.

=== TEST 1: set_by_lua
--- needs: engine
--- http_config
    lua_strict_phases off;
--- config
    location /a { set_by_lua_block $v { ngx.sleep(0.001) return "waited" } return 200 $v; }
--- request
GET /a
--- response_body chomp
waited

=== TEST 2: header and body filters, while the handler sends
--- needs: engine
--- http_config
    lua_strict_phases off;
--- config
    location /a {
        content_by_lua_block { ngx.say("one") ngx.sleep(0.001) ngx.say("two") }
        header_filter_by_lua_block { ngx.sleep(0.001) ngx.header["X-Waited"] = "yes" ngx.header.content_length = nil }
        body_filter_by_lua_block { ngx.sleep(0.001) ngx.arg[1] = ngx.arg[1]:upper() }
    }
--- request
GET /a
--- response_headers
X-Waited: yes
--- response_body
ONE
TWO

=== TEST 3: the header filter of a static file asks another location
--- needs: engine
--- http_config
    lua_strict_phases off;
--- config
    location = /file {
        header_filter_by_lua_block { ngx.header["X-Part"] = ngx.location.capture("/part").body }
    }
    location = /part { return 200 "part"; }
--- user_files
>>> file
the file
--- request
GET /file
--- response_headers
X-Part: part
--- response_body
the file

=== TEST 4: log_by_lua, behind the response
--- needs: engine
--- http_config
    lua_strict_phases off;
--- config
    location /a {
        return 200 "x";
        log_by_lua_block { ngx.sleep(0.001) ngx.log(ngx.WARN, "logged after a wait") }
    }
--- request
GET /a
--- response_body chomp
x
--- error_log
logged after a wait

=== TEST 5: init_worker_by_lua
--- needs: engine
--- http_config
    lua_strict_phases off;
    init_worker_by_lua_block { ngx.sleep(0.001) ngx.log(ngx.WARN, "began after a wait") }
--- config
    location /a { return 200 "x"; }
--- request
GET /a
--- response_body chomp
x
--- error_log
began after a wait
