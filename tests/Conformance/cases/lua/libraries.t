lua: what libraries take for granted, because lua-resty-core and nginx have loaded it before them.

=== TEST 1: table.new and table.clear are members of the table library
--- config
    location /a {
        content_by_lua_block {
            local list = table.new(4, 0)
            list[1] = "kept"
            ngx.print(#list, " ")
            table.clear(list)
            ngx.say(#list)
        }
    }
--- request
GET /a
--- response_body
1 0

=== TEST 2: another provider of OpenSSL comes beside the default one
--- config
    location /a {
        content_by_lua_block {
            local ffi = require "ffi"
            ffi.cdef [[
                void *OSSL_PROVIDER_load(void *context, const char *name);
                void *EVP_MD_fetch(void *context, const char *name, const char *properties);
                void EVP_MD_free(void *digest);
                int OSSL_PROVIDER_unload(void *provider);
            ]]
            local provider = ffi.C.OSSL_PROVIDER_load(nil, "legacy")
            local digest = ffi.C.EVP_MD_fetch(nil, "SHA256", nil)
            ngx.say(provider ~= nil, " ", digest ~= nil)
            ffi.C.EVP_MD_free(digest)
            ffi.C.OSSL_PROVIDER_unload(provider)
        }
    }
--- request
GET /a
--- response_body
true true

=== TEST 3: a body read from its socket is put together again
--- config
    location /a {
        content_by_lua_block {
            local socket = ngx.req.socket()
            ngx.req.init_body()
            ngx.req.append_body(socket:receive(4))
            ngx.req.append_body("+")
            ngx.req.append_body(socket:receive(3))
            ngx.req.finish_body()
            ngx.say(ngx.req.get_body_data(), " ", ngx.req.get_headers()["content-length"])
        }
    }
--- request
POST /a
1234567
--- response_body
1234+567 8

=== TEST 4: what its socket has left of a body, in whose place another was put, is no request
--- http_config
    log_format hosts '$uri $http_host;';
    access_log logs/access.log hosts;
--- config
    location /a {
        content_by_lua_block {
            local socket = ngx.req.socket()
            ngx.req.init_body()
            ngx.req.append_body(socket:receive(4))
            ngx.req.finish_body()
            ngx.print(ngx.req.get_body_data())
        }
    }
    location /b { return 200 b; }
--- raw_request unescape
POST /a HTTP/1.1\r\nHost: outside\r\nContent-Length: 37\r\n\r\n1234GET /b HTTP/1.1\r\nHost: inside\r\n\r\nGET /b HTTP/1.1\r\nHost: outside\r\nConnection: close\r\n\r\n
--- access_log
/a outside;
/b outside;
--- no_access_log
inside
