proxy_pass in stream, and the variables about upstreams.

=== TEST 1: to another server
--- stream_config
    server { listen 127.0.0.1:{port2}; return "$protocol $server_port"; }
--- stream_server_config
    proxy_pass 127.0.0.1:{port2};
--- stream_response_like
^TCP \d+$

=== TEST 2: to a unix-domain socket
--- stream_config
    server { listen unix:{unix}; return local; }
--- stream_server_config
    proxy_pass unix:{unix};
--- stream_response chomp
local

=== TEST 3: the PROXY protocol tells of the client
--- stream_config
    server { listen 127.0.0.1:{port2} proxy_protocol; return "$proxy_protocol_addr $proxy_protocol_server_addr"; }
--- stream_server_config
    proxy_pass 127.0.0.1:{port2};
    proxy_protocol on;
--- stream_response chomp
127.0.0.1 127.0.0.1

=== TEST 4: the second peer, when nobody listens at the first
--- stream_config
    map $upstream_addr $tried { "~^127\.0\.0\.1:\d+, 127\.0\.0\.1:\d+$" two; default $upstream_addr; }
    map "$upstream_connect_time/$upstream_first_byte_time/$upstream_session_time" $times {
        "~^-, \d\.\d\d\d/-, \d\.\d\d\d/\d\.\d\d\d, \d\.\d\d\d$" ok;
        default $upstream_connect_time/$upstream_first_byte_time/$upstream_session_time;
    }
    log_format peers "$status $tried [$upstream_bytes_sent] [$upstream_bytes_received] $bytes_received/$bytes_sent $times";
    access_log logs/access.log peers;
    upstream u { server 127.0.0.1:{port3}; server 127.0.0.1:{port2}; }
    server { listen 127.0.0.1:{port2}; return hello; access_log off; }
--- stream_server_config
    proxy_pass u;
--- stream_response chomp
hello
--- access_log
200 two [0, 0] [0, 5] 0/5 ok
--- error_log
connect() failed (111: Connection refused) while connecting to upstream, client: 127.0.0.1, server: 0.0.0.0:
upstream server temporarily disabled while connecting to upstream

=== TEST 5: nobody listens at all
--- stream_config
    map "$upstream_connect_time $upstream_first_byte_time" $times { "- -" none; default some; }
    log_format peers "$status [$upstream_bytes_sent] $times";
    access_log logs/access.log peers;
--- stream_server_config
    proxy_pass 127.0.0.1:{port3};
--- stream_response:
--- access_log
502 [0] none
--- no_error_log
temporarily disabled

=== TEST 6: all peers are marked down
--- stream_config
    log_format peers "$status $upstream_addr $upstream_session_time";
    access_log logs/access.log peers;
    upstream u { server 127.0.0.1:{port2} down; server 127.0.0.1:{port3} down; }
--- stream_server_config
    proxy_pass u;
--- stream_response:
--- access_log
502 u 0.000
--- error_log
[error]
no live upstreams while connecting to upstream, client: 127.0.0.1, server: 0.0.0.0:
, upstream: "u", bytes from/to client:0/0, bytes from/to upstream:0/0

=== TEST 7: without an upstream its variables have no value
--- stream_config
    log_format peers "$status $upstream_addr $upstream_bytes_sent $upstream_connect_time";
    access_log logs/access.log peers;
--- stream_server_config
    return x;
--- stream_response chomp
x
--- access_log
200 - - -

=== TEST 8: variables name an upstream block, whatever the case
--- stream_config
    upstream Backend { server 127.0.0.1:{port2}; }
    map $protocol $where { TCP BACKEND; default nowhere; }
    server { listen 127.0.0.1:{port2}; return found; }
--- stream_server_config
    proxy_pass $where;
--- stream_response chomp
found

=== TEST 9: variables name a host that has to be resolved, and nobody resolves
--- stream_config
    log_format status $status;
    access_log logs/access.log status;
    map $protocol $where { default name.invalid; }
--- stream_server_config
    proxy_pass $where:1;
--- stream_response:
--- access_log
500
--- error_log
[error]
no resolver defined to resolve name.invalid

=== TEST 10: variables name no port
--- stream_config
    log_format status $status;
    access_log logs/access.log status;
    map $protocol $where { default name.invalid; }
--- stream_server_config
    proxy_pass $where;
--- stream_response:
--- access_log
500
--- error_log
[error]
no port in upstream "name.invalid"

=== TEST 11: a local address that is not here is no failure of the peer
--- stream_config
    log_format status $status;
    access_log logs/access.log status;
    upstream u { server 127.0.0.1:{port2}; server 127.0.0.1:{port3}; }
--- stream_server_config
    proxy_pass u;
    proxy_bind 192.0.2.1;
--- stream_response:
--- access_log
500
--- error_log
[crit]
bind(192.0.2.1) failed (99: Cannot assign requested address) while connecting to upstream
--- no_error_log
temporarily disabled

=== TEST 12: the same key goes to the same peer
--- stream_config
    upstream u { hash $protocol consistent; server 127.0.0.1:{port2} weight=2; server 127.0.0.1:{port2}; }
    server { listen 127.0.0.1:{port2}; return hashed; }
--- stream_server_config
    proxy_pass u;
--- stream_response chomp
hashed

=== TEST 13: two upstream blocks of one name
--- stream_config
    upstream u { server 127.0.0.1:{port2}; }
    upstream U { server 127.0.0.1:{port3}; }
--- stream_server_config
    proxy_pass u;
--- must_die
--- error_log
[emerg] duplicate upstream "U" in
