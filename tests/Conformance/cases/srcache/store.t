srcache_store: a subrequest stores what was sent.

=== the bytes that are stored
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / {
        srcache_store PUT /cache page;
        add_header X-Added yes;
        charset utf-8;
        sub_filter hello goodbye;
        content_by_lua_block { ngx.header["X-First"] = "1" ngx.header.content_type = "text/html" ngx.header["X-Two"] = { "a", "b" } ngx.say("hello") ngx.flush() ngx.say("world") }
        body_filter_by_lua_block { ngx.arg[1] = ngx.arg[1]:upper() }
    }
--- pipelined_requests
GET /
GET /stored?page
--- response_body_like
^goodbye
WORLD
HTTP/1.1 200 OK\r
Content-Type: text/html\r
(X-First: 1\r
X-Two: a\r
X-Two: b|X-Two: a\r
X-Two: b\r
X-First: 1)\r
\r
HELLO
WORLD
$

=== fields of the connection and of one client are not
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / {
        srcache_store PUT /cache page;
        content_by_lua_block {
            for _, name in ipairs { "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailers", "Upgrade", "Set-Cookie", "X-Other" } do
                ngx.header[name] = "value"
            end
            ngx.say("x")
        }
    }
--- pipelined_requests
GET /
GET /stored?page
--- response_body_like
^x
HTTP/1.1 200 OK\r
Content-Type: text/plain\r
X-Other: value\r
\r
x
$

=== hidden fields, and fields that pass
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    srcache_store_hide_header X-Outer;
    location / {
        srcache_store_hide_header x-hidden;
        srcache_store_hide_header Content-Type;
        srcache_store_hide_header X-Both;
        srcache_store_pass_header set-cookie;
        srcache_store_pass_header X-Both;
        srcache_store PUT /cache page;
        content_by_lua_block { for name in ("X-Outer X-Hidden X-Both"):gmatch("%S+") do ngx.header[name] = "1" end ngx.header["Set-Cookie"] = "a=b" ngx.say("x") }
    }
--- pipelined_requests
GET /
GET /stored?page
--- response_body_like
^x
HTTP/1.1 200 OK\r
((X-Outer: 1|X-Both: 1|Set-Cookie: a=b)\r
){3}\r
x
$

=== and what it has seen
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store POST /see?a=b; content_by_lua_block { ngx.say("hello") } }
    location = /see {
        internal;
        content_by_lua_block {
            ngx.req.read_body()
            local words = { ngx.req.get_method(), ngx.var.uri, ngx.var.args, ngx.var.http_content_length, #ngx.req.get_body_data(), ngx.var.http_x_a }
            ngx.shared.cache:set("seen", table.concat(words, " "))
        }
    }
--- pipelined_requests
GET /?c=d
GET /stored?seen
--- more_headers
X-A: b
--- response_body chomp
hello
POST /see a=b 51 51 b

=== the arguments are those of the end
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / {
        set $key first;
        srcache_store PUT /cache $key;
        content_by_lua_block { ngx.say("x") ngx.flush() ngx.var.key = "last" }
    }
--- pipelined_requests
GET /
GET /stored?first
GET /stored?last
--- response_body_like
^x
nothingHTTP/1.1 200 OK\r

=== 49 bytes, srcache_store_max_size 48
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; srcache_store_max_size 48; echo 12345; default_type a/bcdefg; log_by_lua_block { ngx.shared.cache:set("log", ngx.var.srcache_store_status) } }
--- pipelined_requests
GET /
GET /stored?log
GET /stored?page
--- response_body_like
^12345
BYPASSnothing$

=== 49 bytes, srcache_store_max_size 49
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; srcache_store_max_size 49; echo 12345; default_type a/bcdefg; log_by_lua_block { ngx.shared.cache:set("log", ngx.var.srcache_store_status) } }
--- pipelined_requests
GET /
GET /stored?log
GET /stored?page
--- response_body_like
^12345
STOREHTTP/1.1 200 OK

=== a length that is announced is refused at once
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; srcache_store_max_size 60; add_header X-Store $srcache_store_status; }
--- user_files
>>> a
xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
--- request
GET /a
--- response_headers
X-Store: BYPASS

=== status 200
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.status = 200 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 200 200
--- response_body_like: HTTP/1.1 200 

=== status 201
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.status = 201 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 201 200
--- response_body_like: nothing$

=== status 301
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.status = 301 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 301 200
--- response_body_like: HTTP/1.1 301 

=== status 302
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.status = 302 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 302 200
--- response_body_like: HTTP/1.1 302 

=== status 303
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.status = 303 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 303 200
--- response_body_like: nothing$

=== status 307
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.status = 307 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 307 200
--- response_body_like: HTTP/1.1 307 

=== status 308
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.status = 308 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 308 200
--- response_body_like: HTTP/1.1 308 

=== status 404
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.status = 404 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 404 200
--- response_body_like: nothing$

=== status 200, listed statuses
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store_statuses 404 201; srcache_store PUT /cache page; content_by_lua_block { ngx.status = 200 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 200 200
--- response_body_like: nothing$

=== status 201, listed statuses
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store_statuses 404 201; srcache_store PUT /cache page; content_by_lua_block { ngx.status = 201 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 201 200
--- response_body_like: HTTP/1.1 201 

=== status 404, listed statuses
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store_statuses 404 201; srcache_store PUT /cache page; content_by_lua_block { ngx.status = 404 ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 404 200
--- response_body_like: HTTP/1.1 404 

=== a page for an error is stored as what it is
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store_statuses 404; srcache_store PUT /cache page; root /nonexistent; log_not_found off; }
--- pipelined_requests
GET /
GET /stored?page
--- error_code: 404 200
--- response_body_like: HTTP/1\.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<html>

=== HEAD has nothing to store, POST is not asked for
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    add_header X-Store $srcache_store_status;
    location / { srcache_store PUT /cache $request_method; echo x; }
--- pipelined_requests
HEAD /
POST /
GET /stored?HEAD
GET /stored?POST
GET /
--- response_body
x
nothingnothingx
--- response_headers
X-Store: STORE

=== a compressed response
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    add_header X-Store $srcache_store_status;
    location / { srcache_store PUT /cache page; content_by_lua_block { ngx.header["Content-Encoding"] = "gzip" ngx.say("x") } }
--- request
GET /
--- response_headers
X-Store: BYPASS
--- error_log
srcache_store skipped due to response header "Content-Encoding: gzip" (maybe you forgot to disable compression on the backend?)

=== a compressed response is stored if that is wanted
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_ignore_content_encoding on; srcache_store PUT /cache page; content_by_lua_block { ngx.header["Content-Encoding"] = "gzip" ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
--- response_body_like: Content-Encoding: gzip\r\n\r\nx

=== compression comes behind
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; gzip on; gzip_min_length 1; gzip_types text/plain; content_by_lua_block { ngx.say("some text") } }
--- pipelined_requests
GET /
GET /stored?page
--- more_headers
Accept-Encoding: gzip
--- response_body_like: HTTP/1\.1 200 OK\r\nContent-Type: text/plain\r\n\r\nsome text\n$

=== srcache_store_skip is asked at the head and at the end
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location /head { srcache_store_skip $arg_skip; srcache_store PUT /cache head; echo x; }
    location /end { set $skip ""; srcache_store_skip $skip; srcache_store PUT /cache end; content_by_lua_block { ngx.say("x") ngx.var.skip = "yes" } }
    location /no { srcache_store_skip 0; srcache_store PUT /cache no; echo x; }
--- pipelined_requests
GET /head?skip=1
GET /end
GET /no
GET /stored?head
GET /stored?end
GET /stored?no
--- response_body_like: ^x\nx\nx\nnothingnothingHTTP

=== a request that does not want to be kept
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location /on { srcache_request_cache_control on; srcache_fetch GET /cache none; srcache_store PUT /cache on; echo x; }
    location /off { srcache_store PUT /cache off; echo x; }
--- pipelined_requests
GET /on
GET /off
GET /stored?on
GET /stored?off
--- more_headers
Cache-Control: No-Store
--- response_body_like: ^x\nx\nnothingHTTP
--- needs: engine

=== an upstream that goes in between
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; proxy_pass http://127.0.0.1:{port}/half; proxy_http_version 1.1; }
    location = /half { content_by_lua_block { ngx.print("half") ngx.flush(true) ngx.exit(ngx.ERROR) } }
--- request
GET / HTTP/1.0
--- response_body chomp
half
--- error_log
upstream prematurely closed connection
--- no_error_log
srcache_store: subrequest returned

=== a file, and that parts of it may be asked for
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache $uri; etag off; }
    location /again { srcache_fetch GET /cache /a; }
--- user_files
>>> a
0123456789
--- pipelined_requests
GET /a
GET /stored?/a
--- response_body_like
^0123456789
HTTP/1.1 200 OK\r
Content-Type: text/plain\r
Last-Modified: [^\n]*\r
X-SRCache-Allow-Ranges: 1\r
\r
0123456789
$

=== a part of a file
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; etag off; add_header X-Added yes; charset utf-8; srcache_store_ranges on; srcache_store_hide_header Last-Modified; }
    location /off { srcache_store PUT /cache off; alias html/a; }
    location /again { srcache_fetch GET /cache page; add_header X-Fetch $srcache_fetch_status; }
--- user_files
>>> a
0123456789
--- pipelined_requests
GET /a
GET /off
GET /stored?off
GET /stored?page
GET /again
--- more_headers
Range: bytes=2-4
--- error_code: 206 206 200 200 206
--- response_body_like
^234234nothingHTTP/1.1 206 Partial Content\r
Content-Type: text/plain\r
Content-Range: bytes 2-4/11\r
\r
234234$
--- response_headers
Content-Range: bytes 2-4/11
X-Fetch: HIT
--- needs: engine

=== several parts of a file
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_store PUT /cache page; etag off; srcache_store_ranges on; srcache_store_hide_header Last-Modified; }
--- user_files
>>> a
0123456789
--- pipelined_requests
GET /a
GET /stored?page
--- more_headers
Range: bytes=2-4,6-7
--- error_code: 206 200
--- response_body_like: HTTP/1\.1 206 Partial Content\r\nContent-Type: multipart/byteranges; boundary=(\d+)\r\n\r\n\r\n--\1\r\nContent-Type: text/plain\r\n
--- needs: engine

=== a header that could not be read again
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location / { srcache_header_buffer_size 40; srcache_store PUT /cache page; content_by_lua_block { ngx.header["X-Long"] = ("x"):rep(31) ngx.say("x") } }
    location /fits { srcache_header_buffer_size 41; srcache_store PUT /cache fits; content_by_lua_block { ngx.header["X-Long"] = ("x"):rep(31) ngx.say("x") } }
--- pipelined_requests
GET /
GET /stored?page
GET /fits
GET /stored?fits
--- response_body_like: ^x\nnothingx\nHTTP
--- error_log
srcache_store skipped due to a header longer than srcache_header_buffer_size
--- needs: engine

=== a store that comes to a status
--- config
    location / { srcache_store PUT /fail; echo sent; }
    location = /fail { return 404; }
--- request
GET /
--- response_body
sent
--- error_log
srcache_store subrequest failed: rc=404 status=0

=== a store that answers with a status
--- config
    location / { srcache_store PUT /fail; echo sent; }
    location = /fail { content_by_lua_block { ngx.status = 503 ngx.say("no") } }
--- request
GET /
--- response_body
sent
--- error_log
srcache_store subrequest failed: rc=0 status=503

=== a store that fails
--- config
    location / { srcache_store PUT /fail; echo sent; }
    location = /fail { content_by_lua_block { ngx.exit(ngx.ERROR) } }
--- request
GET /
--- response_body
sent
--- error_log
srcache_store subrequest failed: rc=-1 status=0

=== the client does not wait for the store
--- http_config
    lua_shared_dict cache 1m;
--- config
    location / { srcache_store PUT /slow; content_by_lua_block { ngx.say("sent") } }
    location = /slow { content_by_lua_block { while not ngx.shared.cache:get("go") do ngx.sleep(0.002) end ngx.shared.cache:set("done", "stored") } }
    location /go {
        content_by_lua_block {
            local client = ngx.socket.tcp()
            client:connect("127.0.0.1", ngx.var.server_port)
            client:send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            repeat local line = client:receive() until line == "sent"
            ngx.shared.cache:set("go", true)
            client:receive("*a")
            ngx.say(ngx.shared.cache:get("done"))
        }
    }
--- request
GET /go
--- response_body
stored
--- needs: engine

=== what answers before the access phase is not stored
--- config
    location / { srcache_store PUT /store; return 200 "x"; }
    location = /store { content_by_lua_block { ngx.log(ngx.WARN, "stored") } }
--- request
GET /
--- no_error_log
stored

=== nor what Lua code says in it
--- config
    location /rewrite { srcache_store PUT /store; rewrite_by_lua_block { ngx.say("x") ngx.exit(200) } }
    location /access { srcache_store PUT /store; access_by_lua_block { ngx.say("x") ngx.exit(200) } }
    location = /store { content_by_lua_block { ngx.log(ngx.WARN, "stored") } }
--- pipelined_requests
GET /rewrite
GET /access
--- no_error_log
stored
--- needs: engine

=== nor what is said to those who may not have it
--- config
    srcache_store_statuses 403;
    location /all { srcache_store PUT /store; deny all; }
    location /any { srcache_store PUT /store; satisfy any; deny all; }
    location = /store { content_by_lua_block { ngx.log(ngx.WARN, "stored") } }
--- pipelined_requests
GET /all
GET /any
--- error_code: 403
--- no_error_log
stored
--- needs: engine

=== a page is stored as it is written, and its includes are made anew
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location /page { srcache_fetch GET /cache $uri; srcache_store PUT /cache $uri; ssi on; ssi_types *; content_by_lua_block { ngx.say("<!--#include virtual='/count' -->") } }
    location = /count { internal; content_by_lua_block { ngx.say((ngx.shared.cache:incr("count", 1, 0))) } }
--- pipelined_requests
GET /page
GET /page
GET /stored?/page
--- response_body_like: ^1\n\n2\n\nHTTP/1\.1 200 OK\r\nContent-Type: text/plain\r\n\r\n<!--#include

=== a redirect stays as it is
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location /page { srcache_fetch GET /cache $uri; srcache_store PUT /cache $uri; content_by_lua_block { ngx.redirect("/there") } }
--- pipelined_requests
GET /page
GET /page
--- error_code: 302
--- response_headers
Location: /there

=== the settings of the server hold in its locations, and not for the module's own subrequests
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    srcache_fetch GET /cache $uri;
    srcache_store PUT /cache $uri;
    add_header X-Fetch $srcache_fetch_status;
    location /page { echo $msec; }
    location /error { return 404; error_page 404 =200 /page; }
--- pipelined_requests
GET /page
GET /page
GET /error
--- response_headers
X-Fetch: HIT

=== a long response, in pieces
--- http_config
    lua_shared_dict cache 1m;
--- config
    location = /stored { content_by_lua_block { ngx.print(ngx.shared.cache:get(ngx.var.args) or "nothing") } }
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
    location /page { srcache_fetch GET /cache $uri; srcache_store PUT /cache $uri; content_by_lua_block { for i = 1, 200 do ngx.print((i .. " "):rep(300)) if i % 50 == 0 then ngx.flush(true) end end } }
    location /compare { content_by_lua_block {
        local http = function() local s = ngx.socket.tcp() s:connect("127.0.0.1", ngx.var.server_port) s:send("GET /page HTTP/1.0\r\nHost: localhost\r\n\r\n") return s:receive("*a"):match("\r\n\r\n(.*)") end
        local first, second = http(), http()
        ngx.say(#first, " ", first == second)
    } }
--- request
GET /compare
--- response_body
207600 true

