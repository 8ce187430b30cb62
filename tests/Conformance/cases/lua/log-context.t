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
