slice: a response is put together from requests for its parts. Here Lua is the origin.

=== the whole, slice by slice
--- needs: engine
--- config
    location / {
        slice 4;
        content_by_lua_block {
            local body = "0123456789abcdefghij"
            local first, last = (ngx.var.slice_range or ""):match("bytes=(%d+)%-(%d+)")
            if not first or ngx.var.arg_whole then
                ngx.print(body)
                return
            end
            first, last = tonumber(first), math.min(tonumber(last), #body - 1)
            ngx.log(ngx.NOTICE, "slice ", first, "-", last)
            ngx.status = ngx.var.arg_fail and first > 0 and 404 or 206
            ngx.header["ETag"] = '"' .. (ngx.var.arg_changes and first or "x") .. '"'
            ngx.header["Content-Range"] = "bytes " .. first .. "-" .. last .. "/" .. (ngx.var.arg_length or #body)
            ngx.header["Content-Length"] = last - first + 1
            ngx.print(body:sub(first + 1, last + 1))
        }
    }
--- request: GET /
--- response_headers
Content-Length: 20
Accept-Ranges: bytes
!Content-Range
--- response_body chomp
0123456789abcdefghij
--- error_log
slice 0-3
slice 4-7
slice 16-19

=== a range takes only the slices that it lies in
--- needs: engine
--- config
    location / {
        slice 4;
        content_by_lua_block {
            local body = "0123456789abcdefghij"
            local first, last = (ngx.var.slice_range or ""):match("bytes=(%d+)%-(%d+)")
            if not first or ngx.var.arg_whole then
                ngx.print(body)
                return
            end
            first, last = tonumber(first), math.min(tonumber(last), #body - 1)
            ngx.log(ngx.NOTICE, "slice ", first, "-", last)
            ngx.status = ngx.var.arg_fail and first > 0 and 404 or 206
            ngx.header["ETag"] = '"' .. (ngx.var.arg_changes and first or "x") .. '"'
            ngx.header["Content-Range"] = "bytes " .. first .. "-" .. last .. "/" .. (ngx.var.arg_length or #body)
            ngx.header["Content-Length"] = last - first + 1
            ngx.print(body:sub(first + 1, last + 1))
        }
    }
--- request: GET /
--- more_headers
Range: bytes=6-9
--- error_code: 206
--- response_headers
Content-Length: 4
Content-Range: bytes 6-9/20
--- response_body chomp
6789
--- error_log
slice 4-7
slice 8-11
--- no_error_log
slice 0-3
slice 12-15

=== a range from the end jumps over slices
--- needs: engine
--- config
    location / {
        slice 4;
        content_by_lua_block {
            local body = "0123456789abcdefghij"
            local first, last = (ngx.var.slice_range or ""):match("bytes=(%d+)%-(%d+)")
            if not first or ngx.var.arg_whole then
                ngx.print(body)
                return
            end
            first, last = tonumber(first), math.min(tonumber(last), #body - 1)
            ngx.log(ngx.NOTICE, "slice ", first, "-", last)
            ngx.status = ngx.var.arg_fail and first > 0 and 404 or 206
            ngx.header["ETag"] = '"' .. (ngx.var.arg_changes and first or "x") .. '"'
            ngx.header["Content-Range"] = "bytes " .. first .. "-" .. last .. "/" .. (ngx.var.arg_length or #body)
            ngx.header["Content-Length"] = last - first + 1
            ngx.print(body:sub(first + 1, last + 1))
        }
    }
--- request: GET /
--- more_headers
Range: bytes=-3
--- error_code: 206
--- response_headers
Content-Range: bytes 17-19/20
--- response_body chomp
hij
--- no_error_log
slice 4-7

=== an origin that knows no ranges answers as it is
--- needs: engine
--- config
    location / {
        slice 4;
        content_by_lua_block {
            local body = "0123456789abcdefghij"
            local first, last = (ngx.var.slice_range or ""):match("bytes=(%d+)%-(%d+)")
            if not first or ngx.var.arg_whole then
                ngx.print(body)
                return
            end
            first, last = tonumber(first), math.min(tonumber(last), #body - 1)
            ngx.log(ngx.NOTICE, "slice ", first, "-", last)
            ngx.status = ngx.var.arg_fail and first > 0 and 404 or 206
            ngx.header["ETag"] = '"' .. (ngx.var.arg_changes and first or "x") .. '"'
            ngx.header["Content-Range"] = "bytes " .. first .. "-" .. last .. "/" .. (ngx.var.arg_length or #body)
            ngx.header["Content-Length"] = last - first + 1
            ngx.print(body:sub(first + 1, last + 1))
        }
    }
--- request: GET /?whole=1
--- response_body chomp
0123456789abcdefghij
