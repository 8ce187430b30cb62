What the levels of error_log take, and debug_connection.

=== a request's way at level debug
--- config
    error_log logs/error.log debug;
    location /way { return 200 "there"; }
--- request
GET /way?x=1
--- more_headers
X-Marker: of the test
--- response_body chomp
there
--- error_log
http request line: "GET /way?x=1 HTTP/1.1"
http uri: "/way"
http args: "x=1"
http header: "X-Marker: of the test"
using configuration "/way"
rewrite phase: 
http finalize request: 

=== less than that at level info
--- config
    location /way { return 200 "there"; }
--- request
GET /way
--- response_body chomp
there
--- no_error_log
[debug]

=== all of a client that debug_connection names
--- raw_config
events { debug_connection 127.0.0.0/8; }
http {
    server {
        listen {port};
        error_log logs/error.log crit;
        location / { return 200 "there"; }
    }
}
--- request
GET /
--- response_body chomp
there
--- error_log
http request line: "GET / HTTP/1.1"

=== nothing of others
--- raw_config
events { debug_connection 192.0.2.1; }
http {
    server {
        listen {port};
        location / { return 200 "there"; }
    }
}
--- request
GET /
--- response_body chomp
there
--- no_error_log
[debug]

=== the way to an upstream
--- config
    error_log logs/error.log debug;
    location / { proxy_pass http://127.0.0.1:{port}/other; }
    location /other { return 204; }
--- request
GET /
--- error_code: 204
--- error_log
connect to 127.0.0.1:
