geo: networks, ranges, trusted proxies.

=== TEST 1: the client's address, the longest prefix wins
--- http_config
    geo $g { default far; 127.0.0.0/8 near; 127.0.0.1 here; }
    geo $n { default far; 127.0.0.0/8 near; }
    geo $f { default far; 10.0.0.0/8 near; }
    geo $e { 10.0.0.0/8 near; }
--- config
    location / { return 200 "$g $n $f [$e]"; }
--- request
GET /
--- response_body chomp
here near far []

=== TEST 2: an address from a variable, of both families
--- http_config
    geo $arg_a $g {
        default none;
        10.0.0.0/8 ten;
        10.1.0.0/16 tenone;
        10.1.2.3 host;
        2001:db8::/32 six;
        2001:db8:0:1::/64 sixone;
        192.168.0.0/16 gone;
        delete 192.168.0.0/16;
    }
--- config
    location / { return 200 "$g "; }
--- pipelined_requests
GET /?a=10.200.0.1
GET /?a=10.1.2.2
GET /?a=10.1.2.3
GET /?a=::ffff:10.1.2.3
GET /?a=2001:db8:0:2::1
GET /?a=2001:DB8:0:1::1
GET /?a=192.168.1.1
GET /?a=10.1.2
GET /
--- response_body chomp
ten tenone host host six sixone none none none 

=== TEST 3: ranges, later ones over earlier ones
--- http_config
    geo $arg_a $g {
        ranges;
        default none;
        10.0.0.0-10.255.255.255 ten;
        10.1.0.0-10.1.255.255 one;
        10.1.5.0-10.2.5.0 over;
    }
--- config
    location / { return 200 "$g "; }
--- pipelined_requests
GET /?a=10.0.0.0
GET /?a=10.0.255.255
GET /?a=10.1.0.0
GET /?a=10.1.4.255
GET /?a=10.1.5.0
GET /?a=10.2.5.0
GET /?a=10.2.5.1
GET /?a=10.255.255.255
GET /?a=11.0.0.0
GET /?a=2001:db8::1
--- response_body chomp
ten ten one one over over ten ten none none 

=== TEST 4: behind a trusted proxy, one step or all
--- http_config
    geo $one { default d; proxy 127.0.0.0/8; proxy 10.0.0.0/8; 1.2.3.4 client; 10.0.0.1 proxy; }
    geo $all { default d; proxy 127.0.0.0/8; proxy 10.0.0.0/8; proxy_recursive; 1.2.3.4 client; 10.0.0.1 proxy; }
--- config
    location / { return 200 "$one $all"; }
--- request
GET /
--- more_headers
X-Forwarded-For: 9.9.9.9, 1.2.3.4, 10.0.0.1
--- response_body chomp
proxy client

=== TEST 5: a list that can't be read
--- http_config
    geo $all { default d; proxy 127.0.0.0/8; proxy 10.0.0.0/8; proxy_recursive; 10.0.0.1 proxy; 127.0.0.1 here; }
--- config
    location / { return 200 "$all"; }
--- request
GET /
--- more_headers
X-Forwarded-For: junk, 10.0.0.1
--- response_body chomp
proxy

=== TEST 6: several lines of the field are one list
--- http_config
    geo $all { default d; proxy 127.0.0.0/8; proxy 10.0.0.0/8; proxy_recursive; 1.2.3.4 client; }
--- config
    location / { return 200 "$all"; }
--- request
GET /
--- more_headers
X-Forwarded-For: 5.5.5.5, 1.2.3.4
X-Forwarded-For: 10.0.0.1, 10.0.0.2
--- response_body chomp
client

=== TEST 7: no network
--- http_config
    geo $g { 1.2.3/24 x; }
--- config
--- must_die
--- error_log
[emerg] invalid network "1.2.3/24" in

=== TEST 8: ranges too late
--- http_config
    geo $g { 1.0.0.0/8 x; ranges; }
--- config
--- must_die
--- error_log
[emerg] the "ranges" directive must be the first directive inside "geo" block in

=== TEST 9: warnings
--- http_config
    geo $g { 1.2.3.4/8 x; 2.0.0.0/8 y; 2.0.0.0/8 z; delete 3.0.0.0/8; }
--- config
    location / { return 200 "$g"; }
--- request
GET /
--- error_log
[warn]
low address bits of 1.2.3.4/8 are meaningless in
duplicate network "2.0.0.0/8", value: "z", old value: "y" in
no network "3.0.0.0/8" to delete in
