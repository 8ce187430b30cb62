Groups of servers, and what is done when one of them fails.

=== turns
--- http_config
    upstream u { server 127.0.0.1:{port2}; server 127.0.0.1:{port3}; }
    server { listen 127.0.0.1:{port2}; location / { return 200 2; } }
    server { listen 127.0.0.1:{port3}; location / { return 200 3; } }
--- config
    location / { proxy_pass http://u; }
--- pipelined_requests
GET /
GET /
GET /
--- response_body: 232

=== the next one answers when the first refuses
--- http_config
    upstream u { server 127.0.0.1:{port3} max_fails=3; server 127.0.0.1:{port2} backup; }
    server { listen 127.0.0.1:{port2}; location / { return 200 x; } }
--- config
    location / { proxy_pass http://u; add_header X-Status $upstream_status; }
--- request: GET /
--- response_headers
X-Status: 502, 200

=== a status of an upstream is a reason too, if it is said so
--- http_config
    upstream u { server 127.0.0.1:{port2}; server 127.0.0.1:{port3}; }
    server { listen 127.0.0.1:{port2}; location / { return 503; } }
    server { listen 127.0.0.1:{port3}; location / { return 200 x; } }
--- config
    location / { proxy_pass http://u; proxy_next_upstream http_503; add_header X-Status $upstream_status always; }
--- request: GET /
--- response_headers
X-Status: 503, 200

=== nobody is left
--- http_config
    upstream u { server 127.0.0.1:{port2} down; }
--- config
    location / { proxy_pass http://u; }
--- request: GET /
--- error_code: 502
--- error_log
no live upstreams while connecting to upstream

=== X-Accel-Redirect
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t; }
    location /t { add_header X-Accel-Redirect "/files/a%20b?c"; return 200 x; }
    location /files/ { internal; return 200 "$uri|$args"; }
--- request: GET /
--- response_body: /files/a b|c

=== an error page in the place of the upstream's
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t; proxy_intercept_errors on; error_page 404 = /own; }
    location /t { return 404; }
    location /own { return 200 own; }
--- request: GET /
--- response_body: own

=== no servers
--- http_config
    upstream u { }
--- config
    location / { proxy_pass http://u; }
--- must_die
--- error_log
no servers are inside upstream

=== an unknown parameter
--- http_config
    upstream u { server 127.0.0.1 wieght=1; }
--- must_die
--- error_log
invalid parameter "wieght=1"

=== a group has no port
--- http_config
    upstream u { server 127.0.0.1; }
--- config
    location / { proxy_pass http://u:81; }
--- must_die
--- error_log
upstream "u" may not have port 81
