expires: Expires and Cache-Control.

=== seconds
--- config
    location / { expires 1h; return 200 x; }
--- request: GET /
--- response_headers
Cache-Control: max-age=3600
--- raw_response_headers_like: Expires: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT

=== the past
--- config
    location / { expires -1; return 200 x; }
--- request: GET /
--- response_headers
Cache-Control: no-cache

=== epoch
--- config
    location / { expires epoch; return 200 x; }
--- request: GET /
--- response_headers
Expires: Thu, 01 Jan 1970 00:00:01 GMT
Cache-Control: no-cache

=== max
--- config
    location / { expires max; return 200 x; }
--- request: GET /
--- response_headers
Expires: Thu, 31 Dec 2037 23:55:55 GMT
Cache-Control: max-age=315360000

=== off
--- config
    expires max;
    location / { expires off; return 200 x; }
--- request: GET /
--- response_headers
!Expires
!Cache-Control

=== from the modification on
--- config
    expires modified +1s;
    add_header X-Last $sent_http_last_modified;
--- user_files
>>> f
f
--- request: GET /f
--- raw_response_headers_like: Cache-Control: (max-age=[01]|no-cache)

=== a time of day
--- config
    location / { expires @15h30m; return 200 x; }
--- request: GET /
--- raw_response_headers_like: Expires: \w{3}, \d\d \w{3} \d{4} \d\d:\d0:00 GMT\r\nCache-Control: max-age=\d+

=== a variable
--- config
    location / { expires $arg_e; return 200 x; }
--- request: GET /?e=max
--- response_headers
Cache-Control: max-age=315360000

=== a variable without sense
--- config
    location / { expires $arg_e; return 200 x; }
--- request: GET /?e=tomorrow
--- response_headers
!Cache-Control

=== not for errors
--- config
    expires max;
--- request: GET /none
--- error_code: 404
--- response_headers
!Expires

=== a value without sense
--- config
    expires tomorrow;
--- must_die
--- error_log
"expires" directive invalid value

=== a day has 24 hours
--- config
    expires @25h;
--- must_die
--- error_log
daily time value must be less than 24 hours
