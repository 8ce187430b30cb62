lua: what begins and ends with a worker, and code on helper threads.

=== TEST 1: an error in a file of init_worker_by_lua_file says so
--- http_config
    init_worker_by_lua_file html/broken.lua;
--- config
    location /a { return 200 "x"; }
--- user_files
>>> broken.lua
local x = nil; x()
--- request
GET /a
--- response_body chomp
x
--- error_log
init_worker_by_lua_file error: 
--- needs: engine

=== TEST 2: ngx.run_worker_thread
--- needs: engine
--- main_config
    thread_pool helpers threads=2;
--- http_config
    lua_package_path "$prefix/html/?.lua;;";
    lua_shared_dict results 1m;
--- config
    location /a {
        content_by_lua_block {
            local ok, sum = ngx.run_worker_thread("helpers", "work", "add", { 1, 2, 3 })
            ngx.say(ok, " ", sum, " ", ngx.shared.results:get("sum"))
        }
    }
--- user_files
>>> work.lua
return {
    add = function(numbers)
        local sum = 0
        for _, number in ipairs(numbers) do sum = sum + number end
        ngx.shared.results:set("sum", sum)
        return sum
    end,
}
--- request
GET /a
--- response_body
true 6 6

=== TEST 3: a dict is no table of somebody else's
--- http_config
    lua_shared_dict dogs 1m;
--- config
    location /a { content_by_lua_block { ngx.say(select(2, pcall(ngx.shared.dogs.set, { 1 }, "key", 1))) } }
--- request
GET /a
--- response_body_like
bad "zone" argument
