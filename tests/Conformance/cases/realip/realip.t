realip: the client's address from what a trusted proxy says.

=== TEST 1: X-Real-IP
--- config
    set_real_ip_from 127.0.0.0/8;
    location / { return 200 "$remote_addr $remote_port $realip_remote_addr"; }
--- request
GET /
--- more_headers
X-Real-IP: 192.0.2.1
--- response_body chomp
192.0.2.1  127.0.0.1

=== TEST 2: a port
--- config
    set_real_ip_from 127.0.0.0/8;
    location / { return 200 "$remote_addr $remote_port"; }
--- request
GET /
--- more_headers
X-Real-IP: [2001:db8::1]:80
--- response_body chomp
2001:db8::1 80

=== TEST 3: what is no address
--- config
    set_real_ip_from 127.0.0.0/8;
    location / { return 200 "$remote_addr"; }
--- request
GET /
--- more_headers
X-Real-IP: somewhere
--- response_body chomp
127.0.0.1

=== TEST 4: nobody is trusted, or somebody else
--- config
    location /a { return 200 "$remote_addr"; }
    location /b { set_real_ip_from 10.0.0.0/8; return 200 "$remote_addr"; }
--- request
GET /b
--- more_headers
X-Real-IP: 192.0.2.1
--- response_body chomp
127.0.0.1

=== TEST 5: X-Forwarded-For, the last address
--- config
    set_real_ip_from 127.0.0.0/8; set_real_ip_from 10.0.0.0/8;
    real_ip_header X-Forwarded-For;
    location / { return 200 "$remote_addr"; }
--- request
GET /
--- more_headers
X-Forwarded-For: 192.0.2.1, 10.0.0.1
--- response_body chomp
10.0.0.1

=== TEST 6: X-Forwarded-For, the last address that is not trusted, over several lines
--- config
    set_real_ip_from 127.0.0.0/8; set_real_ip_from 10.0.0.0/8;
    real_ip_header X-Forwarded-For; real_ip_recursive on;
    location / { return 200 "$remote_addr"; }
--- request
GET /
--- more_headers
X-Forwarded-For: 198.51.100.1, 192.0.2.1
X-Forwarded-For: 10.0.0.2, 10.0.0.1
--- response_body chomp
192.0.2.1

=== TEST 7: the field is chosen in a location, too late for the server's rewrites but not for access
--- config
    location / { set_real_ip_from 127.0.0.1; real_ip_header X-Mine; deny 192.0.2.1; }
--- user_files
>>> a
x
--- request
GET /a
--- more_headers
X-Mine: 192.0.2.1
--- error_code: 403
--- access_log
192.0.2.1 - - [
--- error_log
access forbidden by rule, client: 192.0.2.1

=== TEST 8: the address of one request is not that of the next
--- config
    set_real_ip_from 127.0.0.0/8;
    real_ip_header X-Forwarded-For;
    location / { return 200 "$remote_addr "; }
--- raw_request unescape
GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.1\r\nConnection: close\r\n\r\n
--- response_body chomp
192.0.2.1 

=== TEST 9: a name that is none
--- config
    set_real_ip_from nosuchhost.invalid;
--- must_die
--- error_log
[emerg] host not found in set_real_ip_from "nosuchhost.invalid" in
