ngx.timer: functions that run when the request is over.

=== TEST 1: of a request that has a VM of its own
--- config
    location / {
        lua_code_cache off;
        content_by_lua_block {
            mine = 1
            ngx.timer.at(0, function()
                mine = mine + 1
                ngx.timer.at(0.001, function(_, more)
                    ngx.sleep(0.001)
                    ngx.log(ngx.WARN, "at last ", mine + more, " ", ndk.set_var.set_unescape_uri("a%20b"))
                end, 40)
            end)
            ngx.say("said")
        }
    }
--- request
GET /
--- response_body
said
--- error_log
at last 42 a b, context: ngx.timer
--- alerts_expected
--- needs: engine

=== TEST 2: the program of ngx.pipe that is not there
--- config
    location / {
        content_by_lua_block {
            local proc = require("ngx.pipe").spawn({ "/no/such/program" })
            ngx.say(proc:wait())
        }
    }
--- request
GET /
--- response_body
falseexit1
--- error_log
lua pipe child execvp() failed while executing /no/such/program (2: No such file or directory)
--- needs: engine
