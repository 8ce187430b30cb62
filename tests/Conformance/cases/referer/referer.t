referer: where requests may come from.

=== TEST 1: host names, with and without a path
--- config
    server_name www.mine.com *.mine.org;
    valid_referers server_names *.example.com example.* www.example.org/galleries/;
    location / { return 200 "[$invalid_referer]"; }
--- request
GET /
--- more_headers
Referer: http://WWW.example.org:8080/galleries/1
--- response_body chomp
[]

=== TEST 2: another path
--- config
    valid_referers www.example.org/galleries/;
    location / { return 200 "[$invalid_referer]"; }
--- request
GET /
--- more_headers
Referer: http://www.example.org/other/
--- response_body chomp
[1]

=== TEST 3: server_names
--- config
    server_name www.mine.com *.mine.org;
    valid_referers server_names;
    location / { return 200 "[$invalid_referer]"; }
--- request
GET /
--- more_headers
Referer: https://a.mine.org/x
Host: www.mine.com
--- response_body chomp
[]

=== TEST 4: none
--- config
    location /a { valid_referers none other.com; return 200 "[$invalid_referer]"; }
    location /b { valid_referers other.com; return 200 "[$invalid_referer]"; }
    location /c { return 200 "[$invalid_referer]"; }
--- pipelined_requests
GET /a
GET /b
GET /c
--- response_body chomp
[][1][]

=== TEST 5: blocked
--- config
    location / { valid_referers blocked other.com; return 200 "[$invalid_referer]"; }
--- request
GET /
--- more_headers
Referer: XXXXXXXXXXXXXXXX
--- response_body chomp
[]

=== TEST 6: not blocked
--- config
    location / { valid_referers other.com; return 200 "[$invalid_referer]"; }
--- request
GET /
--- more_headers
Referer: XXXXXXXXXXXXXXXX
--- response_body chomp
[1]

=== TEST 7: a regular expression on what follows the scheme
--- config
    location / { valid_referers ~\.google\.; return 200 "[$invalid_referer]"; }
--- request
GET /
--- more_headers
Referer: http://www.Google.de/search
--- response_body chomp
[]

=== TEST 8: an inner level replaces the outer one
--- config
    valid_referers one.com;
    location / { valid_referers two.com; return 200 "[$invalid_referer]"; }
--- request
GET /
--- more_headers
Referer: http://one.com/
--- response_body chomp
[1]

=== TEST 9: the same name twice
--- config
    valid_referers one.com one.com;
--- must_die
--- error_log
[emerg] conflicting parameter "one.com" in

=== TEST 10: an empty regular expression
--- config
    valid_referers ~;
--- must_die
--- error_log
[emerg] empty regex in "~" in
