$proxy_internal_body_length and $proxy_internal_chunked: what is passed on with the request.

=== a request without a body
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t; proxy_set_header A "[$proxy_internal_body_length][$proxy_internal_chunked]"; }
    location /t { return 200 $http_a; }
--- request
GET /
--- response_body chomp
[][]

=== one with a body
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t; proxy_set_header A "[$proxy_internal_body_length][$proxy_internal_chunked]"; }
    location /t { return 200 $http_a; }
--- request
POST /
abc
--- response_body chomp
[4][]

=== a body in its place
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t; proxy_set_body "12345"; proxy_set_header A "[$proxy_internal_body_length][$proxy_internal_chunked]"; }
    location /t { return 200 $http_a; }
--- request
POST /
abc
--- response_body chomp
[5][]

=== where nothing is passed on
--- config
    location / { return 200 "[$proxy_internal_body_length][$proxy_internal_chunked]"; }
--- request
GET /
--- response_body chomp
[][]
