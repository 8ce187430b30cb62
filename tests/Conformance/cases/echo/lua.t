Lua beside echo: captured subrequests, early output, bodies put together.

=== a captured subrequest that came to a status has no page and is truncated
--- config
    error_page 404 /page;
    location /page { echo page; }
    location /status { return 403; }
    location /none { }
    location /main {
        content_by_lua_block {
            for _, uri in ipairs { "/none", "/status", "/exit?404", "/exit?-1", "/exit?200" } do
                local res = ngx.location.capture(uri)
                ngx.say(uri, " ", res.status, " [", res.body, "] ", res.truncated)
            end
        }
    }
    location /exit { content_by_lua_block { ngx.exit(tonumber(ngx.var.args)) } }
--- request
GET /main
--- response_body
/none 404 [] true
/status 403 [] true
/exit?404 404 [] true
/exit?-1 500 [] true
/exit?200 200 [] false

=== a captured location with subrequests of its own
--- config
    location /main { content_by_lua_block { ngx.print("[", ngx.location.capture("/outer").body, "]") } }
    location /outer { echo one; echo_location_async /slow; echo_location /inner; echo two; }
    location /slow { echo_sleep 0.01; echo slow; }
    location /inner { echo inner; }
--- request
GET /main
--- response_body chomp
[one
slow
inner
two
]
--- needs: engine

=== a header filter runs when output follows a capture
--- config
    location /main {
        content_by_lua_block { ngx.say(ngx.location.capture("/sub").header["X-Name"]) }
        header_filter_by_lua_block { ngx.header["X-Name"] = "main" }
    }
    location /sub { echo sub; header_filter_by_lua_block { ngx.header["X-Name"] = "sub" } }
--- request
GET /main
--- response_headers
X-Name: main
--- response_body
sub

=== output of an early phase is the response
--- config
    location /say { access_by_lua_block { ngx.say("access") } }
    location /exit { access_by_lua_block { ngx.say("access") ngx.exit(200) } echo content; }
    location /rewrite { rewrite_by_lua_block { ngx.say("rewrite") } echo content; }
--- pipelined_requests
GET /say
GET /exit
GET /rewrite
--- response_body
access
access
rewrite
--- no_error_log
[error]

=== a status from a header filter has its page
--- config
    location / { echo text; header_filter_by_lua_block { ngx.exit(403) } }
--- request
GET /
--- error_code: 403
--- response_body_like
<h1>403 Forbidden</h1>

=== a body put together from pieces, in memory or in a file
--- config
    location / {
        content_by_lua_block {
            ngx.req.read_body()
            ngx.req.init_body(tonumber(ngx.var.arg_size))
            ngx.req.append_body("new ")
            ngx.req.append_body("body")
            ngx.req.finish_body()
            ngx.say(ngx.var.http_content_length, " ", ngx.req.get_body_data() or "file")
        }
    }
--- pipelined_requests
GET /?size=100
GET /?size=4
--- response_body
8 new body
8 file

=== a body from a file
--- config
    location / {
        rewrite_by_lua_block {
            ngx.req.read_body()
            ngx.req.set_body_file(ngx.var.document_root .. "/body.txt")
        }
        echo_request_body;
        echo $http_content_length;
    }
--- user_files
>>> body.txt
from a file
--- request
POST /
text
--- response_body
from a file
12

=== a body that nobody has read can't be replaced
--- config
    location / { content_by_lua_block { ngx.say(pcall(ngx.req.init_body)) ngx.say(pcall(ngx.req.append_body, "x")) } }
--- request
GET /
--- response_body
falserequest body not read yet
falserequest_body not initialized
