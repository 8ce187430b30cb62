ngx.header: fields of the response.

=== an empty value is no field
--- config
    location / {
        content_by_lua_block {
            for _, name in ipairs { "X-Empty", "Cache-Control", "ETag", "Location", "Content-Type", "X-Set", "Content-Length" } do
                if name == "X-Set" then ngx.header[name] = "set" end
                ngx.header[name] = ""
            end
            ngx.header["X-List"] = { "a", "", "b" }
            ngx.header["X-First"] = { "", "b" }
            ngx.say(ngx.header["X-Empty"])
        }
    }
--- request
GET /
--- response_body
nil
--- response_headers
X-List: a, b
X-First: b
!Content-Type
!Content-Length
--- raw_response_headers_like: ^HTTP/1\.1 200 OK\r\n(?!(?s).*(X-Empty|Cache-Control|ETag|Location|X-Set))
