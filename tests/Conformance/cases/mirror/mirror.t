mirror: background copies.

=== TEST 1: every mirror gets a copy, the client gets the answer
--- http_config
    log_format m "<$uri $args $request_method $status>";
--- config
    access_log logs/access.log m;
    log_subrequest on;
    location / { mirror /one; mirror /two; }
    location /one { internal; return 204; }
    location /two { internal; return 500; }
--- user_files
>>> a
x
--- request
GET /a?b=c
--- response_body
x
--- access_log
</one b=c GET 204>
</two b=c GET 500>
</a b=c GET 200>

=== TEST 2: the body goes along
--- http_config
    log_format m "<$uri $content_length $request_body>";
--- config
    access_log logs/access.log m;
    log_subrequest on;
    location / { mirror /one; error_page 405 =200 /ok; }
    location /ok { mirror off; return 200 "ok"; }
    location /one { internal; return 204; }
--- user_files
>>> a
x
--- request chomp
POST /a
hello
--- response_body chomp
ok
--- access_log
</one 5 hello>

=== TEST 3: off at an inner level
--- config
    mirror /one;
    location / { mirror off; }
    location /one { internal; return 204; }
--- http_config
    log_format m "<$uri>";
--- user_files
>>> a
x
--- request
GET /a
--- no_access_log
/one

=== TEST 4: off and on
--- config
    mirror off; mirror /one;
--- must_die
--- error_log
[emerg] "mirror" directive is duplicate in
