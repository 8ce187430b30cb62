Hosts that only the request names.

=== without a resolver nobody is asked
--- config
    location / { proxy_pass http://$arg_host:{port}/t; }
    location /t { return 200 reached; }
--- request: GET /?host=nowhere.invalid
--- error_code: 502
--- error_log: no resolver defined to resolve nowhere.invalid

=== an address needs none
--- config
    location / { proxy_pass http://$arg_host:{port}/t; }
    location /t { return 200 reached; }
--- request: GET /?host=127.0.0.1
--- response_body: reached

=== a resolver that nobody answers for
--- config
    resolver 127.0.0.1:{port} valid=30s ipv6=off;
    resolver_timeout 20ms;
    location / { proxy_pass http://$arg_host:{port}/t; }
--- request: GET /?host=name.example.net
--- error_code: 502
--- error_log: name.example.net could not be resolved (110: Operation timed out)
