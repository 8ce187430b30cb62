limit_req: rejections, bursts, dry runs; a request a minute, so that nothing drains meanwhile.

=== TEST 1: the second request is one too many, another key is not
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
--- config
    location / { limit_req zone=one; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1
GET /a?k=1
GET /a?k=2
--- error_code: 200 503 200
--- error_log
[error]
limiting requests, excess: 
by zone "one", client: 127.0.0.1

=== TEST 2: an empty key is not limited
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
--- config
    location / { limit_req zone=one; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a
GET /a
--- error_code: 200

=== TEST 3: a burst without delay
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
--- config
    location / { limit_req zone=one burst=2 nodelay; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1
GET /a?k=1
GET /a?k=1
GET /a?k=1
--- error_code: 200 200 200 503

=== TEST 4: status and log level
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
    limit_req_status 429;
    limit_req_log_level warn;
--- config
    location / { limit_req zone=one; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1
GET /a?k=1
--- error_code: 200 429
--- error_log
[warn]
limiting requests
--- no_error_log
[error]

=== TEST 5: a dry run lets everything through and says what it would have done
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
    log_format s "<$limit_req_status>";
--- config
    access_log logs/access.log s;
    location / { limit_req zone=one burst=1; limit_req_dry_run on; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1
GET /a?k=1
GET /a?k=1
--- access_log
<PASSED>
<DELAYED_DRY_RUN>
<REJECTED_DRY_RUN>
--- error_log
delaying request, dry run, excess:
limiting requests, dry run, excess:

=== TEST 6: several limits, the strictest decides
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
    limit_req_zone $arg_j zone=two:32k rate=1r/m;
--- config
    location / { limit_req zone=two burst=9 nodelay; limit_req zone=one burst=1 nodelay; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1&j=1
GET /a?k=1&j=1
GET /a?k=1&j=1
GET /a?k=2&j=1
--- error_code: 200 200 503 200
--- error_log
by zone "one"
--- no_error_log
by zone "two"

=== TEST 7: what was rejected by one limit was not counted by the others
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
    limit_req_zone $arg_j zone=two:32k rate=1r/m;
--- config
    location / { limit_req zone=two burst=1 nodelay; limit_req zone=one; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1&j=1
GET /a?k=1&j=1
GET /a?k=1&j=1
GET /a?k=2&j=1
--- error_code: 200 503 503 200

=== TEST 8: an internal redirect does not count again
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
--- config
    limit_req zone=one;
    location = /a { try_files /none /b; }
    location / { }
--- user_files
>>> b
x
--- request
GET /a?k=1
--- error_code: 200

=== TEST 9: the delayed request is answered
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=20r/s;
    log_format s "<$limit_req_status>";
--- config
    access_log logs/access.log s;
    location / { limit_req zone=one burst=5; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1
GET /a?k=1
--- access_log
<PASSED>
<DELAYED>

=== TEST 10: a zone that nobody declares
--- config
    location / { limit_req zone=none; }
--- must_die
--- error_log
[emerg] zero size shared memory zone "none"

=== TEST 11: a zone of another module
--- http_config
    limit_req_zone $arg_k zone=one:32k rate=1r/m;
    limit_conn_zone $arg_k zone=one:32k;
--- config
--- must_die
--- error_log
[emerg] the shared memory zone "one" is already declared for a different use in

=== TEST 12: a zone declared twice
--- http_config
    limit_req_zone $arg_a zone=one:32k rate=1r/m;
    limit_req_zone $arg_b zone=one:32k rate=1r/m;
--- config
--- must_die
--- error_log
[emerg] limit_req_zone "one" is already bound to key "$arg_a" in

=== TEST 13: a zone that is too small
--- http_config
    limit_req_zone $arg_a zone=one:16k rate=1r/m;
--- config
--- must_die
--- error_log
[emerg] zone "zone=one:16k" is too small in

=== TEST 14: no rate
--- http_config
    limit_req_zone $arg_a zone=one:32k rate=1r/h;
--- config
--- must_die
--- error_log
[emerg] invalid rate "rate=1r/h" in

=== TEST 15: the same limit twice
--- http_config
    limit_req_zone $arg_a zone=one:32k rate=1r/s;
--- config
    limit_req zone=one; limit_req zone=one burst=5;
--- must_die
--- error_log
[emerg] "limit_req" directive is duplicate in

=== TEST 16: a status that is none
--- config
    limit_req_status 399;
--- must_die
--- error_log
[emerg] value must be between 400 and 599 in
