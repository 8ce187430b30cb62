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

=== X-Accel-Limit-Rate, over a redirect too
--- config
    location / { proxy_pass http://127.0.0.1:{port}/from/; }
    location /from/ { add_header X-Accel-Limit-Rate 4096; add_header X-Accel-Redirect /to; return 200 x; }
    location /to { internal; add_header X-Rate $limit_rate; return 200 to; }
--- request: GET /
--- response_headers
X-Rate: 4096
--- response_body: to
