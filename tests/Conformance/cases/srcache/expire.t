srcache_expire: how long a response is to stay, and whether Cache-Control and Expires let it be stored at all.

=== by default a minute
--- config
    location / { srcache_store PUT /store; content_by_lua_block {  ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 60>

=== another default
--- config
    location / { srcache_default_expire 5m; srcache_store PUT /store; content_by_lua_block {  ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 300>

=== max-age
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=7" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 7>

=== max-age in any case, behind other words
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "public; Max-Age=7" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 7>

=== the first max-age
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=3, max-age=5" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 3>

=== max-age of another line
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = { "public", "max-age=5" } ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 5>

=== s-maxage is another word
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "s-maxage=3, max-age=5" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 5>

=== max-age=0
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=0" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== a max-age that is no number
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=soon" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== a negative max-age
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=-1" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== private
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "private" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== no-store
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = { "x", "x; No-Store" } ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== no-cache
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "no-cache=\"Set-Cookie\"" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== private, stored all the same
--- config
    location / { srcache_store_private on; srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "private" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 60>

=== no-store, stored all the same
--- config
    location / { srcache_store_no_store on; srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "no-store" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 60>

=== no-cache, stored all the same
--- config
    location / { srcache_store_no_cache on; srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "no-cache" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 60>

=== one of the words is enough
--- config
    location / { srcache_store_private on; srcache_store_no_store on; srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "private, no-cache" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== Expires
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.update_time() ngx.header.Expires = ngx.http_time(ngx.time() + 3600) ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 3

=== Expires now
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.update_time() ngx.header.Expires = ngx.http_time(ngx.time() + 0) ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== Expires in the past
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header.Expires = ngx.http_time(ngx.time() + -100) ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== Expires that is no date
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header.Expires = "never" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== max-age before Expires
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=7" ngx.header.Expires = ngx.http_time(ngx.time() + -100) ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 7>

=== max-age=0 before Expires
--- config
    location / { srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=0" ngx.header.Expires = ngx.http_time(ngx.time() + 100) ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <BYPASS nil>

=== a maximum
--- config
    location / { srcache_max_expire 2m; srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=7000" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 120>

=== a maximum that is not reached
--- config
    location / { srcache_max_expire 8s; srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=7" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 7>

=== a maximum below the default
--- config
    location / { srcache_max_expire 5; srcache_store PUT /store; content_by_lua_block {  ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 5>

=== nothing is heeded
--- config
    location / { srcache_response_cache_control off; srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "private, max-age=0" ngx.header.Expires = ngx.http_time(ngx.time() + -100) ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 60>

=== nothing is heeded but the maximum
--- config
    location / { srcache_response_cache_control off; srcache_max_expire 50; srcache_store PUT /store; content_by_lua_block { ngx.header["Cache-Control"] = "max-age=1000" ngx.say("x") } log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_store_status, " ", ngx.var.srcache_expire, ">") } }
    location = /store { return 204; }
--- request
GET /
--- response_body
x
--- error_log: <STORE 50>

=== it is known when the head has been sent, and to the request alone
--- config
    location / {
        set $early [$srcache_expire];
        srcache_store PUT /store expire=$srcache_expire;
        content_by_lua_block { ngx.say(ngx.var.early, " ", ngx.var.srcache_expire) ngx.say(ngx.var.srcache_expire) }
    }
    location = /store { content_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.args, " ", ngx.var.srcache_expire, ">") } }
--- request
GET /
--- response_body
[] nil
60
--- error_log: <expire=60 nil>

=== a response from the cache has none
--- config
    location / { srcache_fetch GET /cached; srcache_store PUT /store; log_by_lua_block { ngx.log(ngx.WARN, "<", ngx.var.srcache_expire, ">") } }
    location = /cached { return 200 "HTTP/1.1 200 OK\r\nCache-Control: max-age=5\r\n\r\ncached"; }
    location = /store { return 204; }
--- request
GET /
--- error_log: <nil>
