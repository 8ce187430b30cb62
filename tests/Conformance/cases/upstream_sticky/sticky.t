Sessions that stay with their server. Needs what nginx has since 1.29.6.

=== a route from an argument
--- needs: engine
--- http_config
    upstream u { server 127.0.0.1:{port} route=one; server unix:/nonexistent route=two; sticky route $arg_none $arg_r; }
--- config
    location / { proxy_pass http://u/t; proxy_next_upstream off; }
    location /t { return 200 one; }
--- request: GET /?r=one
--- response_body: one

=== a cookie with all that it may say
--- needs: engine
--- http_config
    upstream u { server 127.0.0.1:{port} route=one; sticky cookie srv expires=max domain=.$arg_d path=/ secure httponly samesite=$arg_s; }
--- config
    location / { proxy_pass http://u/t; }
    location /t { return 200; }
--- request: GET /?d=example.org&s=odd
--- response_headers
Set-Cookie: srv=one; expires=Thu, 31-Dec-37 23:55:55 GMT; max-age=315360000; domain=.example.org; path=/; secure; httponly; samesite=strict

=== no zone to learn into
--- needs: engine
--- http_config
    upstream u { server 127.0.0.1:80; sticky learn create=$cookie_a lookup=$cookie_a; }
--- config
    location / { return 200; }
--- must_die
--- error_log
[emerg] no "zone" parameter specified in

=== a name that is resolved at run time needs a zone
--- needs: engine
--- http_config
    resolver 127.0.0.1;
    upstream u { server example.net resolve; }
--- config
    location / { return 200; }
--- must_die
--- error_log
[emerg] resolving names at run time requires upstream "u" in

=== and a resolver
--- needs: engine
--- http_config
    upstream u { zone z 64k; server example.net resolve; }
--- config
    location / { return 200; }
--- must_die
--- error_log
[emerg] no resolver defined to resolve names at run time in upstream "u" in
