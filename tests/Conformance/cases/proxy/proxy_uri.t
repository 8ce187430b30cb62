The URI that proxy_pass asks for, with and without a URI of its own.

=== the rest of a normalized URI is escaped again
--- config
    location /a { return 200 "$request_uri"; }
    location /x/ { proxy_pass http://127.0.0.1:{port}/a/; }
--- request: GET /x/b%20c/./d?e=%20
--- response_body: /a/b%20c/d?e=%20

=== the location's prefix is replaced
--- config
    location /name/ { proxy_pass http://127.0.0.1:{port}/remote/; }
    location /remote/ { return 200 "$request_uri"; }
--- request: GET /name/a%25b?c
--- response_body: /remote/a%25b?c

=== a rewrite with break changes what is passed
--- config
    location /name/ { rewrite /name/([^/]+) /users?name=$1 break; proxy_pass http://127.0.0.1:{port}; }
    location /users { return 200 "$request_uri"; }
--- request: GET /name/ann
--- response_body: /users?name=ann

=== a break behind a rewrite takes the whole URI's place
--- config
    location /name/ { rewrite ^ /other/x; break; proxy_pass http://127.0.0.1:{port}/t; }
    location / { return 200 "$request_uri"; }
--- request: GET /name/ann
--- response_body: /other/x

=== and so does a rewrite with break
--- config
    location /name/ { rewrite ^ /other/x break; proxy_pass http://127.0.0.1:{port}/t; }
    location / { return 200 "$request_uri"; }
--- request: GET /name/ann
--- response_body: /other/x

=== with variables the URL stands for itself
--- config
    location /name/ { set $target 127.0.0.1; proxy_pass http://$target:{port}/t?u=$uri; }
    location /t { return 200 "$request_uri"; }
--- request: GET /name/x?ignored
--- response_body: /t?u=/name/x

=== in an if the outer proxy_pass serves
--- config
    location / { if ($arg_x) { set $y 1; } proxy_pass http://127.0.0.1:{port}/t; add_header X-Y $y; }
    location /t { return 200 "there"; }
--- request: GET /a?x=1
--- response_body: there

=== no URI where there is no prefix
--- config
    location ~ /a { proxy_pass http://127.0.0.1:{port}/b; }
--- must_die
--- error_log
"proxy_pass" cannot have URI part in location given by regular expression

=== behind a rewrite the URI of proxy_pass counts no more
--- config
    location /a { rewrite ^/a(.*) /t/a$1 break; proxy_pass http://127.0.0.1:{port}/none; }
    location /t { return 200 "$request_uri"; }
--- request: GET /a/b
--- response_body: /t/a/b

=== nor when break is a directive of its own
--- config
    location /a { rewrite ^/a(.*) /t/b$1; break; proxy_pass http://127.0.0.1:{port}/none; }
    location /t { return 200 "$request_uri"; }
--- request: GET /a/b
--- response_body: /t/b/b
