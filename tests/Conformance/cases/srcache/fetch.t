srcache_fetch: a subrequest looks the response up, at the end of the access phase.

=== what was stored is the response from then on
--- http_config
    lua_shared_dict cache 1m;
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location = /cache {
        internal;
        content_by_lua_block {
            local cache, key = ngx.shared.cache, ngx.var.args
            if ngx.req.get_method() == "GET" then
                local stored = cache:get(key)
                if not stored then return ngx.exit(404) end
                return ngx.print(stored)
            end
            ngx.req.read_body()
            cache:set(key, ngx.req.get_body_data())
        }
    }
    location /page {
        srcache_fetch GET /cache $uri;
        srcache_store PUT /cache $uri;
        content_by_lua_block { ngx.say((ngx.shared.cache:incr("count", 1, 0))) }
    }
--- pipelined_requests
GET /page
GET /page
GET /page/other
GET /page
--- response_body
1
1
2
1
--- response_headers
X-Fetch: HIT
X-Store: BYPASS
Content-Type: text/plain
Content-Length: 2

=== a response that is not there
--- http_config
    lua_shared_dict cache 1m;
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location = /cache {
        internal;
        content_by_lua_block {
            local cache, key = ngx.shared.cache, ngx.var.args
            if ngx.req.get_method() == "GET" then
                local stored = cache:get(key)
                if not stored then return ngx.exit(404) end
                return ngx.print(stored)
            end
            ngx.req.read_body()
            cache:set(key, ngx.req.get_body_data())
        }
    }
    location /page { srcache_fetch GET /cache $uri; srcache_store PUT /cache $uri; echo fresh; }
--- request
GET /page
--- response_body
fresh
--- response_headers
X-Fetch: MISS
X-Store: STORE
!Content-Length

=== status, fields and body are those that were stored
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 201 Created\r\nContent-Type: text/html; charset=koi8-r\r\nx-two: 1\r\nX-Two: 2\r\nSet-Cookie: a=b\r\n\r\nbody") } }
--- request
GET /
--- error_code: 201
--- response_body chomp
body
--- response_headers
Content-Type: text/html; charset=koi8-r
X-Two: 1, 2
Set-Cookie: a=b
Content-Length: 4
X-Fetch: HIT

=== a reason of its own
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 Fine\r\n\r\n") } }
--- request
GET /
--- raw_response_headers_like: ^HTTP/1\.1 200 Fine\r
--- response_headers
Content-Length: 0
!Content-Type
--- needs: engine

=== lines may end with LF alone
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.0 200 OK\nX-A: b\n\nbody") } }
--- request
GET /
--- response_body chomp
body
--- response_headers
X-A: b
X-Fetch: HIT

=== what is about the connection is not taken from the cache
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: upgrade\r\nKeep-Alive: 5\r\nX-A: b\r\n\r\nbody") } }
--- request
GET /
--- response_body chomp
body
--- response_headers
!Transfer-Encoding
!Keep-Alive
Connection: close
X-A: b
--- needs: engine

=== a miss: no status line
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP 200 OK\r\n\r\nbody") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent invalid status line

=== a miss: a status of two digits
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 20 OK\r\n\r\nbody") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent invalid status line

=== a miss: nothing at all
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent truncated status line or headers

=== a miss: half a status line
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent truncated status line or headers

=== a miss: a head without end
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nX-A: b\r\n") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent truncated status line or headers

=== a miss: a name with a space
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nX A: b\r\n\r\nbody") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent invalid header

=== a miss: no name
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\n: b\r\n\r\nbody") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent invalid header

=== a miss: an interim response
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 100 Continue\r\n\r\n") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent invalid status line
--- needs: engine

=== a miss: less body than its Content-Length
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbody") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent a body of another length than its Content-Length
--- needs: engine

=== a miss: more body than its Content-Length
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nbody") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent a body of another length than its Content-Length
--- needs: engine

=== a Content-Length that is right
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody") } }
--- request
GET /
--- response_body chomp
body
--- response_headers
Content-Length: 4
X-Fetch: HIT

=== a line of 16 bytes and one of 17, srcache_header_buffer_size 14
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_header_buffer_size 14; srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nX-Abc: 6789abc\r\n\r\nbody\n") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: header buffer overflown (maybe you should consider increasing srcache_header_buffer_size?)

=== a line of 16 bytes and one of 17, srcache_header_buffer_size 15
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_header_buffer_size 15; srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nX-Abc: 6789abc\r\n\r\nbody\n") } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: header buffer overflown (maybe you should consider increasing srcache_header_buffer_size?)

=== a line of 16 bytes and one of 17, srcache_header_buffer_size 17
--- config
    add_header X-Fetch $srcache_fetch_status;
    add_header X-Store $srcache_store_status;
    location / { srcache_header_buffer_size 17; srcache_fetch GET /cache; echo fresh; }
    location = /cache { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\nX-Abc: 6789abc\r\n\r\nbody\n") } }
--- request
GET /
--- response_body
body
--- response_headers
X-Fetch: HIT
--- no_error_log
[error]

=== an empty body
--- config
    location / { srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n"; }
--- request
GET /
--- response_body:
--- response_headers
Content-Length: 0
X-A: b
--- needs: engine

=== a look-up that fails is a miss
--- config
    add_header X-Fetch $srcache_fetch_status;
    location /status { srcache_fetch GET /return; echo fresh; }
    location = /return { return 500; }
    location /page { srcache_fetch GET /own; echo fresh; }
    location = /own { content_by_lua_block { ngx.status = 404 ngx.say("HTTP/1.1 200 OK") } }
    location /error { srcache_fetch GET /exit; echo fresh; }
    location = /exit { content_by_lua_block { ngx.exit(ngx.ERROR) } }
    location /none { srcache_fetch GET /missing; echo fresh; }
    location = /missing { root /nonexistent; log_not_found off; }
--- pipelined_requests
GET /status
GET /page
GET /error
GET /none
--- response_body
fresh
fresh
fresh
fresh
--- response_headers
X-Fetch: MISS
--- no_error_log
[error]

=== a body whose end does not come
--- config
    add_header X-Fetch $srcache_fetch_status;
    location / { srcache_fetch GET /cut; echo fresh; }
    location = /cut { echo "HTTP/1.1 200 OK\r\n\r\ncached"; body_filter_by_lua_block { ngx.arg[2] = false } }
--- request
GET /
--- response_body
fresh
--- response_headers
X-Fetch: MISS
--- error_log
srcache_fetch: cache sent truncated response body

=== the look-up is redirected
--- config
    location / { srcache_fetch GET /first; echo fresh; }
    location = /first { echo_exec /second; }
    location = /second { echo "HTTP/1.1 200 OK\r\n\r\ncached"; }
--- request
GET /
--- response_body
cached

=== arguments stand in the URI or behind it, and are never those of the request
--- config
    location /own { srcache_fetch GET /key?in=uri; }
    location /behind { srcache_fetch GET /key?in=uri behind=it; }
    location /none { srcache_fetch GET /key; }
    location /variable { set $where /key; srcache_fetch GET $where?$arg_a; }
    location = /key { internal; content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\n\r\n", ngx.req.get_method(), " [", ngx.var.args, "]\n") } }
--- pipelined_requests
GET /own?a=b
GET /behind?a=b
GET /none?a=b
GET /variable?a=b
--- response_body
GET [in=uri]
GET [behind=it]
GET [nil]
GET [b]

=== an unsafe URI is not asked
--- config
    location / { set $where ""; srcache_fetch GET $where; echo fresh; }
--- request
GET /
--- response_body
fresh
--- error_log
unsafe URI "" was detected
--- needs: engine

=== methods: GET and HEAD in any case, others when they are listed
--- config
    add_header X-Fetch $srcache_fetch_status;
    location /default { srcache_fetch GET /cached; echo fresh; }
    location /more { srcache_methods PUT; srcache_methods DELETE; srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- pipelined_requests
GET /default
HEAD /default
POST /default
GET /more
HEAD /more
POST /more
DELETE /more
--- response_body
cached
fresh
cached
fresh
cached
--- response_headers
X-Fetch: HIT

=== HEAD: the length of the body, and no body
--- config
    location / { srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\nX-A: b\r\n\r\ncached\n"; }
--- request
HEAD /
--- response_body:
--- response_headers
Content-Length: 7
X-A: b

=== a request's body is no obstacle
--- config
    location / { srcache_methods POST; srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- request
POST /
some body
--- response_body
cached

=== and none of the subrequest's
--- config
    location / { srcache_methods POST; srcache_fetch GET /cached; }
    location = /cached { content_by_lua_block { ngx.print("HTTP/1.1 200 OK\r\n\r\n", ngx.var.http_content_length, "\n") } }
--- request
POST /
some body
--- response_body
nil
--- needs: engine

=== srcache_fetch_skip: anything but nothing and 0
--- config
    add_header X-Fetch $srcache_fetch_status;
    srcache_fetch_skip $arg_skip;
    location / { srcache_fetch GET /cached; echo fresh; }
    location /inner { srcache_fetch_skip 0; srcache_fetch GET /cached; echo fresh; }
    location /always { srcache_fetch_skip true; srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- pipelined_requests
GET /
GET /?skip=0
GET /?skip=
GET /inner?skip=1
GET /?skip=1
GET /?skip=00
GET /always
--- response_body
cached
cached
cached
cached
fresh
fresh
fresh
--- response_headers
X-Fetch: BYPASS

=== Cache-Control of a request is heeded when it is said so
--- config
    location /on { srcache_request_cache_control on; srcache_fetch GET /cached; echo fresh; }
    location /off { srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- pipelined_requests
GET /on
GET /off
--- more_headers
Cache-Control: max-age=0
Cache-Control: No-Cache
--- response_body
fresh
cached

=== and Pragma
--- config
    location / { srcache_request_cache_control on; srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- request
GET /
--- more_headers
Pragma: no-cache
--- response_body
fresh

=== other words of Cache-Control don't keep a request from the cache
--- config
    location / { srcache_request_cache_control on; srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- request
GET /
--- more_headers
Cache-Control: no-store, max-age=0
--- response_body
cached

=== who may not have the page does not get it from the cache
--- config
    location /deny { deny all; srcache_fetch GET /cached; echo fresh; }
    location /lua { access_by_lua_block { ngx.exit(403) } srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- pipelined_requests
GET /deny
GET /lua
--- error_code: 403

=== nor where one permission would be enough
--- config
    location / { satisfy any; deny all; srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- request
GET /
--- error_code: 403
--- needs: engine

=== where one permission is enough, and given, the cache is not asked
--- config
    location / { satisfy any; allow all; srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- request
GET /
--- response_body
fresh

=== where nobody checks, it is
--- config
    location / { satisfy any; srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- request
GET /
--- response_body
cached

=== Lua's access handlers come first
--- config
    location / { set $key old; srcache_fetch GET /cached $key; access_by_lua_block { ngx.var.key = "new" } echo fresh; }
    location = /cached { echo "HTTP/1.1 200 OK\r\n\r\n$args"; }
--- request
GET /
--- response_body
new

=== a subrequest is not looked up, nor stored
--- config
    location /main { content_by_lua_block { ngx.print(ngx.location.capture("/page").body) } }
    location /page { srcache_fetch GET /cached; srcache_store PUT /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- pipelined_requests
GET /page
GET /main
--- response_body
cached
fresh

=== an internal redirect is looked up where it leads
--- config
    add_header X-Fetch $srcache_fetch_status;
    location /first { srcache_fetch GET /missing; echo_exec /second; }
    location /second { srcache_fetch GET /cached; echo fresh; }
    location /third { srcache_fetch GET /missing; echo_exec /fourth; }
    location /fourth { echo fresh; }
    location = /missing { return 404; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- pipelined_requests
GET /first
GET /third
--- response_body
cached
fresh
--- response_headers
X-Fetch: BYPASS

=== the client's conditions are asked of what is in the cache
--- config
    location / { srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\nLast-Modified: Thu, 10 May 2012 07:50:59 GMT\r\nETag: \"tag\"\r\n\r\ncached\n"; }
--- request
GET /
--- more_headers
If-None-Match: "tag"
--- error_code: 304
--- response_headers
ETag: "tag"
Last-Modified: Thu, 10 May 2012 07:50:59 GMT
!Content-Length

=== a condition that fails
--- config
    location / { srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\nLast-Modified: Thu, 10 May 2012 07:50:59 GMT\r\n\r\ncached\n"; }
--- request
GET /
--- more_headers
If-Unmodified-Since: Thu, 10 May 2012 07:50:58 GMT
--- error_code: 412
--- response_body_like: 412 Precondition Failed

=== a part of what is in the cache
--- config
    location / { srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\nX-SRCache-Allow-Ranges: 1\r\n\r\n0123456789"; }
--- request
GET /
--- more_headers
Range: bytes=2-4
--- error_code: 206
--- response_body chomp
234
--- response_headers
Content-Range: bytes 2-4/10
Content-Length: 3
!X-SRCache-Allow-Ranges

=== no parts of it
--- config
    location / { srcache_fetch GET /cached; echo fresh; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\n0123456789"; }
--- request
GET /
--- more_headers
Range: bytes=2-4
--- response_body chomp
0123456789
--- response_headers
!Accept-Ranges

=== filters work on it as on any response
--- config
    location / {
        srcache_fetch GET /cached;
        charset utf-8;
        add_header X-A $sent_http_x_b;
        header_filter_by_lua_block { ngx.header["X-B"] = "lua" }
        sub_filter cached found;
    }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-B: stored\r\n\r\ncached\n"; }
--- request
GET /
--- response_body
found
--- response_headers
Content-Type: text/html; charset=utf-8
X-A: lua

=== nothing is known before, and nothing where it is not used
--- config
    location / { srcache_fetch GET /cached; rewrite_by_lua_block { ngx.ctx.early = ngx.var.srcache_fetch_status } header_filter_by_lua_block { ngx.header.X = ngx.ctx.early } }
    location /unused { echo "$srcache_fetch_status $srcache_store_status [$srcache_expire]"; }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\n\r\ncached\n"; }
--- pipelined_requests
GET /unused
GET /
--- response_body
BYPASS BYPASS []
cached
--- response_headers
X: BYPASS
