srcache: directives that are wrong.

=== a method in lower case
--- config
    srcache_fetch get /a;
--- must_die
--- error_log: srcache_fetch specifies bad HTTP method get

=== an unknown method
--- config
    srcache_store STORE /a;
--- must_die
--- error_log: srcache_store specifies bad HTTP method STORE

=== no URI
--- config
    srcache_fetch GET;
--- must_die
--- error_log: invalid number of arguments in "srcache_fetch" directive

=== too many words
--- config
    srcache_store PUT /a b c;
--- must_die
--- error_log: invalid number of arguments in "srcache_store" directive

=== twice
--- config
    srcache_fetch GET /a; srcache_fetch GET /b;
--- must_die
--- error_log: "srcache_fetch" directive is duplicate

=== skip twice
--- config
    srcache_store_skip 1; srcache_store_skip 1;
--- must_die
--- error_log: "srcache_store_skip" directive is duplicate

=== a status that is none
--- config
    srcache_store_statuses 200 ok;
--- must_die
--- error_log: status code "ok" is an invalid number

=== statuses twice
--- config
    srcache_store_statuses 200; srcache_store_statuses 201;
--- must_die
--- error_log: "srcache_store_statuses" directive is duplicate

=== a method that is not cached
--- config
    srcache_methods PATCH;
--- must_die
--- error_log: invalid value "PATCH"

=== a time below a second
--- config
    srcache_default_expire 5ms;
--- must_die
--- error_log: "srcache_default_expire" directive invalid value

=== a size
--- config
    srcache_store_max_size 1g;
--- must_die
--- error_log: "srcache_store_max_size" directive invalid value

=== methods in an if
--- config
    location / { if ($arg_a) { srcache_methods POST; } }
--- must_die
--- error_log: "srcache_methods" directive is not allowed here

=== in limit_except
--- config
    location / { limit_except GET { srcache_fetch GET /a; } }
--- must_die
--- error_log: "srcache_fetch" directive is not allowed here

=== all that is right
--- config
    srcache_buffer 8k;
    srcache_methods post GET; srcache_methods delete;
    srcache_store_statuses 0 99999 200 200;
    srcache_fetch OPTIONS a; srcache_store DELETE $uri $args;
    srcache_default_expire 600h; srcache_max_expire 1y; srcache_header_buffer_size 8k;
    location / { if ($arg_a) { srcache_fetch GET /a; srcache_store_max_size 1m; srcache_fetch_skip 1; } return 204; }
--- request
GET /
--- error_code: 204
