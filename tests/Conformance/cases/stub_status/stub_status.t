stub_status: the numbers of connections.

=== TEST 1: the second request of the only connection
--- config
    location /status { stub_status; }
    location / { return 204; }
--- pipelined_requests
GET /
GET /status
--- error_code: 204 200
--- response_headers
Content-Type: text/plain
--- response_body
Active connections: 1 
server accepts handled requests
 1 1 2 
Reading: 0 Writing: 1 Waiting: 0 

=== TEST 2: variables
--- config
    location / { return 200 "$connections_active $connections_reading $connections_writing $connections_waiting"; }
--- request
GET /
--- response_body chomp
1 0 1 0

=== TEST 3: POST
--- config
    location / { stub_status; }
--- request
POST /
x
--- error_code: 405
