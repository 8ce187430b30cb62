Lines of the error log say what Lua code they come from.

=== TEST 1: the log phase
--- config
    location / {
      return 204;
      log_by_lua_block { ngx.log(ngx.ERR, "from the log phase") }
    }
--- request
GET /
--- error_code: 204
--- error_log
from the log phase while logging request, client: 127.0.0.1, server: 

=== TEST 2: the start of a worker
--- http_config
    init_worker_by_lua_block { ngx.log(ngx.ERR, "from the start") }
--- config
    location / { return 204; }
--- request
GET /
--- error_code: 204
--- error_log
from the start, context: init_worker_by_lua*

=== TEST 3: a connection that a timer can't make
--- http_config
    init_worker_by_lua_block { ngx.timer.at(0, function() done = tostring(select(2, ngx.socket.tcp():connect("127.0.0.1", 1))) end) }
--- config
    location / { content_by_lua_block { while not done do ngx.sleep(0.001) end ngx.say(done) } }
--- request
GET /
--- response_body
connection refused
--- error_log
connect() failed (111: Connection refused), context: ngx.timer
