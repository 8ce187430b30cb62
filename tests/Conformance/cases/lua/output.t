lua: what ngx.print and ngx.say make of their arguments.

=== TEST 1: strings and numbers
--- config
    location /a {
        content_by_lua_block {
            for i = 1, 200 do
                ngx.print(i % 100 == 0 and "\n" or "", i % 10, "")
            end
            ngx.say(" ", 200)
            ngx.say(1, " ", -2, " ", 1.5, " ", 1e15, " ")
            ngx.say(0, " ", -0.5, " ", 99999999999999, " ", -99999999999999)
            ngx.say(100000000000000, " ", 1e100, " ", 1 / 3, " ", 1 / 0, " ", -1 / 0)
            ngx.say(12)
        }
    }
--- request
GET /a
--- response_body
123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789
0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789
0 200
1 -2 1.5 1e+15 
0 -0.5 99999999999999 -99999999999999
1e+14 1e+100 0.33333333333333 inf -inf
12
--- no_error_log
[error]

=== TEST 2: minus zero has no sign
--- config
    location /a { content_by_lua_block { local zero = 0 ngx.say(-zero, " ", tostring(-zero)) } }
--- request
GET /a
--- response_body
0 -0

=== TEST 2.1: nor in a table
--- config
    location /a { content_by_lua_block { local zero = 0 ngx.say({ -zero, " ", { -zero } }, " ", nil, true, 0) } }
--- request
GET /a
--- response_body
0 0 niltrue0

=== TEST 2.2: HEAD of HTTP/1.0 says nothing of a length
--- config
    location /a { content_by_lua_block { ngx.print("text") } }
--- request
HEAD /a HTTP/1.0
--- response_headers
!Content-Length
--- response_body chomp

=== TEST 3: more arguments than go by the short way, and none
--- config
    location /a {
        content_by_lua_block {
            ngx.say()
            ngx.say(1, 2, 3, 4, 5, 6, 7, 8)
            ngx.say(1, 2, 3, 4, 5, 6, 7, 8, "9")
            ngx.say(1, 2, 3, 4, 5, 6, 7, 8, 9, "a", "b", "c")
            ngx.say(1, 2, 3, 4, 5, 6, 7, 8, 9, "a", "b", "c", "d")
            ngx.print()
            ngx.say("end")
        }
    }
--- request
GET /a
--- response_body

12345678
123456789
123456789abc
123456789abcd
end

=== TEST 4: other values beside them
--- config
    location /a {
        content_by_lua_block {
            ngx.say("a", nil)
            ngx.say(nil, true, " ", false, " ", ngx.null)
            ngx.say("a", { 1, "b", { 2 } }, 3)
        }
    }
--- request
GET /a
--- response_body
anil
niltrue false null
a1b23

=== TEST 5: parts before a wrong argument are not written, then or later
--- config
    location /a {
        content_by_lua_block {
            local ok, err = pcall(function() ngx.say("lost", print) end)
            ngx.say((err:match("got .*")))
            ngx.say("a", "b")
        }
    }
--- request
GET /a
--- response_body
got function)
ab

=== TEST 6: parts that are larger than the server's memory for them at first
--- config
    location /a {
        content_by_lua_block {
            local long = ("x"):rep(3000)
            ngx.print(long, 1, long, long)
        }
    }
    location /b {
        content_by_lua_block {
            local text = ngx.location.capture("/a").body
            ngx.say(#text, " ", (text:find("[^x]")), " ", text:sub(3000, 3002))
        }
    }
--- request
GET /b
--- response_body
9001 3001 x1x
