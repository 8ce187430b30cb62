split_clients: shares of a hash.

=== TEST 1: the same string gets the same share as from nginx
--- http_config
    split_clients $arg_a $s { 0.5% a; 20% b; 33.33% c; * rest; }
    split_clients $arg_a $half { 50% first; }
--- config
    location / { return 200 "$s[$half] "; }
--- pipelined_requests
GET /?a=
GET /?a=v1
GET /?a=v8
GET /?a=v27
GET /?a=v64
GET /?a=v125
GET /?a=some-longer-string
GET /?a=127.0.0.1
--- response_body chomp
a[first] rest[] c[first] rest[] c[first] rest[] b[first] rest[] 

=== TEST 2: more than everything
--- http_config
    split_clients $arg_a $s { 50% a; 50.1% b; }
--- config
--- must_die
--- error_log
[emerg] percent total is greater than 100% in

=== TEST 3: no percent
--- http_config
    split_clients $arg_a $s { 50 a; }
--- config
--- must_die
--- error_log
[emerg] invalid percent value "50" in
