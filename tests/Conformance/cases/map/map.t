map: strings, host names, regular expressions, defaults.

=== TEST 1: strings, ignoring case
--- http_config
    map $arg_a $m { default none; "" empty; One 1; two 2; }
--- config
    location / { return 200 "$m "; }
--- pipelined_requests
GET /?a=one
GET /?a=ONE
GET /?a=two
GET /?a=three
GET /?a=
GET /
--- response_body chomp
1 1 2 none empty empty 

=== TEST 2: words that mean something else need a backslash
--- http_config
    map $arg_a $m { \default d; \hostnames h; \~x tilde; }
--- config
    location / { return 200 "[$m]"; }
--- pipelined_requests
GET /?a=default
GET /?a=hostnames
GET /?a=~x
GET /?a=x
--- response_body chomp
[d][h][tilde][]

=== TEST 3: regular expressions after strings, with captures in the result
--- http_config
    map $arg_a $m { rabbit string; ~^r(?<rest>.*)$ "rest=$rest first=$1"; ~*UP up; }
--- config
    location / { return 200 "[$m]"; }
--- pipelined_requests
GET /?a=rabbit
GET /?a=rest
GET /?a=R
GET /?a=xuPx
--- response_body chomp
[string][rest=est first=est][][up]

=== TEST 4: host names
--- http_config
    map $http_x $m {
        hostnames;
        default     none;
        example.com exact;
        *.example.com wild;
        .dot.org    dot;
        pre.*       prefix;
    }
--- config
    location / { return 200 "$m"; }
--- request
GET /
--- more_headers
X: A.b.Example.com.
--- response_body chomp
wild

=== TEST 5: ".name" stands for the name and everything below it
--- http_config
    map $arg_a $m { hostnames; default none; .dot.org dot; pre.* prefix; *.deep.dot.org deep; }
--- config
    location / { return 200 "$m "; }
--- pipelined_requests
GET /?a=dot.org
GET /?a=x.dot.org
GET /?a=xdot.org
GET /?a=x.y.deep.dot.org
GET /?a=pre.x.y
GET /?a=pre
--- response_body chomp
dot dot none deep prefix none 

=== TEST 6: variables in key and result
--- http_config
    map "$arg_a:$arg_b" $m { 1:2 "both $arg_c"; default $arg_d; }
--- config
    location / { return 200 "[$m]"; }
--- pipelined_requests
GET /?a=1&b=2&c=see
GET /?a=1&d=dee
--- response_body chomp
[both see][dee]

=== TEST 7: volatile is computed at each use
--- http_config
    map $v $kept { 1 one; 2 two; }
    map $v $fresh { volatile; 1 one; 2 two; }
--- config
    location / {
        set $v 1;
        set $before "$kept $fresh";
        set $v 2;
        return 200 "$before, $kept $fresh";
    }
--- request
GET /
--- response_body chomp
one one, one two

=== TEST 8: lines from a file
--- http_config
    map $arg_a $m { include ../html/lines; b two; }
--- config
    location / { return 200 "$m "; }
--- user_files
>>> lines
a one;
c three;
--- pipelined_requests
GET /?a=a
GET /?a=b
GET /?a=c
--- response_body chomp
one two three 

=== TEST 9: the same string twice
--- http_config
    map $arg_a $m { a 1; a 2; }
--- config
--- must_die
--- error_log
[emerg] conflicting parameter "a" in

=== TEST 10: a wildcard inside
--- http_config
    map $arg_a $m { hostnames; a.*.b 1; }
--- config
--- must_die
--- error_log
[emerg] invalid hostname or wildcard "a.*.b" in

=== TEST 11: one word
--- http_config
    map $arg_a $m { a; }
--- config
--- must_die
--- error_log
[emerg] invalid number of the map parameters in

=== TEST 12: two defaults
--- http_config
    map $arg_a $m { default 1; default 2; }
--- config
--- must_die
--- error_log
[emerg] duplicate default map parameter in
