Fields of requests to upstreams and of their responses.

=== Host is the upstream's; set ones replace those of the client, empty ones remove them
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t; proxy_set_header X-Set "$arg_a b"; proxy_set_header X-Gone ""; }
    location /t { return 200 "$http_host|$http_x_set|$http_x_gone|$http_x_kept"; }
--- request: GET /?a=1
--- more_headers
X-Set: client
X-Gone: client
X-Kept: client
--- response_body_like: ^127\.0\.0\.1:\d+\|1 b\|\|client$

=== an inner proxy_set_header replaces all outer ones
--- config
    proxy_set_header X-Outer 1;
    location / { proxy_pass http://127.0.0.1:{port}/t; proxy_set_header X-Inner 1; }
    location /t { return 200 "$http_x_outer|$http_x_inner"; }
--- request: GET /
--- response_body: |1

=== hidden and passed
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t; proxy_hide_header X-Secret; proxy_pass_header X-Accel-Charset; }
    location /t { add_header X-Secret 1; add_header X-Accel-Charset utf-8; add_header X-Accel-Buffering no; return 200 x; }
--- request: GET /
--- response_headers
!X-Secret
!X-Accel-Buffering
X-Accel-Charset: utf-8

=== Location and Refresh become the client's
--- config
    location /a/ { proxy_pass http://127.0.0.1:{port}/b/; }
    location /b/ { add_header Refresh "5; url=http://127.0.0.1:{port}/b/r"; return 200 x; }
--- request: GET /a/
--- response_headers
Refresh: 5; url=/a/r

=== cookies
--- config
    location / {
        proxy_pass http://127.0.0.1:{port}/t;
        proxy_cookie_domain example.org .example.com;
        proxy_cookie_path /t/ /;
        proxy_cookie_flags a secure nohttponly samesite=lax;
    }
    location /t { add_header Set-Cookie "a=1; Domain=.EXAMPLE.org; Path=/t/x; HttpOnly"; return 200 x; }
--- request: GET /
--- response_headers
Set-Cookie: a=1; Domain=.example.com; Path=/x; Secure; SameSite=Lax

=== $proxy_add_x_forwarded_for
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t; proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for; }
    location /t { return 200 "$http_x_forwarded_for"; }
--- request: GET /
--- more_headers
X-Forwarded-For: 192.0.2.1
--- response_body: 192.0.2.1, 127.0.0.1

=== Status is a field like others, and decides nothing
--- config
    location / { proxy_pass http://127.0.0.1:{port}/back; }
    location /back { add_header Status "500 Broken"; return 200 "x"; }
--- request
GET /
--- response_body chomp
x
--- response_headers
Status: 500 Broken
