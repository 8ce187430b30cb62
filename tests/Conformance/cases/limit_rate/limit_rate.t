limit_rate: how fast a response is sent.

=== a response larger than its rate arrives whole
--- config
location / {
    limit_rate 8k;
    limit_rate_after 4k;
    return 200 "$limit_rate\n";
}
--- request: GET /
--- response_body
8192

=== a variable sets the rate of one request
--- config
location / {
    set $limit_rate 4k;
    return 200 "$limit_rate\n";
}
--- request: GET /
--- response_body
4096

=== a rate that is no size is refused
--- config
limit_rate fast;
--- must_die
--- error_log
invalid value in
