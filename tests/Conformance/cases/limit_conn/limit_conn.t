limit_conn: what needs no second connection; that is in LimitConnTests.

=== TEST 1: requests one after another are never too many
--- http_config
    limit_conn_zone $arg_k zone=one:32k;
    log_format s "<$limit_conn_status>";
--- config
    access_log logs/access.log s;
    location / { limit_conn one 1; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1
GET /a?k=1
GET /a
--- access_log
<PASSED>
<->

=== TEST 2: two limits on the same key in one location, the second refuses what the first has counted
--- http_config
    limit_conn_zone $arg_k zone=one:32k;
    limit_conn_zone $arg_j zone=two:32k;
--- config
    location / { limit_conn one 1; limit_conn two 1; }
--- user_files
>>> a
x
--- pipelined_requests
GET /a?k=1&j=1
GET /a?k=1&j=1
--- error_code: 200

=== TEST 3: a zone that nobody declares
--- config
    location / { limit_conn none 1; }
--- must_die
--- error_log
[emerg] zero size shared memory zone "none"

=== TEST 4: no number
--- http_config
    limit_conn_zone $arg_k zone=one:32k;
--- config
    location / { limit_conn one 0; }
--- must_die
--- error_log
[emerg] invalid number of connections "0" in

=== TEST 5: too large a number
--- http_config
    limit_conn_zone $arg_k zone=one:32k;
--- config
    location / { limit_conn one 65536; }
--- must_die
--- error_log
[emerg] connection limit must be less 65536 in

=== TEST 6: the same zone twice
--- http_config
    limit_conn_zone $arg_k zone=one:32k;
--- config
    location / { limit_conn one 1; limit_conn one 2; }
--- must_die
--- error_log
[emerg] "limit_conn" directive is duplicate in
