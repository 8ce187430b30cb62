allow and deny: the first rule about an address counts.

=== TEST 1: deny
--- config
    location / { deny 127.0.0.1; allow all; }
--- user_files
>>> a
x
--- request
GET /a
--- error_code: 403
--- error_log
[error]
access forbidden by rule, client: 127.0.0.1

=== TEST 2: allow before deny
--- config
    location / { allow 127.0.0.0/8; deny all; }
--- user_files
>>> a
x
--- request
GET /a
--- response_body
x

=== TEST 3: no rule about the address
--- config
    location / { deny 10.0.0.0/8; deny 2001:db8::/32; deny unix:; }
--- user_files
>>> a
x
--- request
GET /a
--- response_body
x

=== TEST 4: a level with rules of its own inherits none
--- config
    deny all;
    location / { deny 10.0.0.0/8; }
    location /b { }
--- user_files
>>> a
x
>>> b
x
--- pipelined_requests
GET /a
GET /b
--- error_code: 200 403

=== TEST 5: inside limit_except
--- config
    location / { limit_except GET { deny all; } }
--- user_files
>>> a
x
--- pipelined_requests
GET /a
HEAD /a
DELETE /a
--- error_code: 200 200 403

=== TEST 6: an IPv6 rule is not about IPv4
--- config
    location / { allow ::/0; deny 127.0.0.1; }
--- user_files
>>> a
x
--- request
GET /a
--- error_code: 403

=== TEST 7: bits behind the prefix
--- config
    location / { allow 127.0.0.1/8; deny all; }
--- user_files
>>> a
x
--- request
GET /a
--- error_log
[warn]
low address bits of 127.0.0.1/8 are meaningless in

=== TEST 8: no network
--- config
    location / { allow localhost; }
--- must_die
--- error_log
[emerg] invalid parameter "localhost" in
