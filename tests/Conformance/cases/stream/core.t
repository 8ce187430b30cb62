The core of stream: variables, what comes with the PROXY protocol, preread.

=== TEST 1: variables of a session
--- stream_server_config
    return "$protocol $remote_addr $server_addr $status $bytes_sent $bytes_received";
--- stream_response chomp
TCP 127.0.0.1 127.0.0.1 000 0 0

=== TEST 2: a client that is connected is told of in the error log
--- stream_server_config
    return "";
--- stream_response:
--- error_log
 client 127.0.0.1:
 connected to 0.0.0.0:

=== TEST 3: an unknown variable
--- stream_server_config
    return $nothing;
--- must_die
--- error_log
unknown "nothing" variable

=== TEST 4: a server without a handler
--- stream_server_config
    tcp_nodelay off;
--- must_die
--- error_log
no handler for server in 

=== TEST 5: no listen
--- stream_config
    server { return x; }
--- stream_server_config
    return x;
--- must_die
--- error_log
no "listen" is defined for server in 

=== TEST 6: a directive of http does not stand in stream
--- stream_server_config
    root html;
    return x;
--- must_die
--- error_log
"root" directive is not allowed here in 

=== TEST 7: two stream blocks
--- main_config
    stream { server { listen {port2}; return x; } }
--- stream_server_config
    return x;
--- must_die
--- error_log
"stream" directive is duplicate in 

=== TEST 8: the PROXY protocol, version 1
--- stream_config
    server { listen {port2} proxy_protocol; return "$proxy_protocol_addr $remote_addr $proxy_protocol_server_port"; }
--- stream_server_config
    proxy_protocol on;
    proxy_pass 127.0.0.1:{port2};
--- stream_response_like
^127\.0\.0\.1 127\.0\.0\.1 \d+$

=== TEST 9: no PROXY protocol where it is expected
--- stream_config
    log_format s $status;
    server { listen {port2} proxy_protocol; access_log logs/access.log s; return x; }
--- stream_server_config
    proxy_pass 127.0.0.1:{port2};
--- stream_request
GET / HTTP/1.0

--- stream_response:
--- error_log
[error]
broken header: "GET / HTTP/1.0
--- access_log
400

=== TEST 10: preread of what is no TLS
--- stream_server_config
    ssl_preread on;
    return "<$ssl_preread_server_name|$ssl_preread_protocol|$ssl_preread_alpn_protocols>";
--- stream_request
SSH-2.0-client
--- stream_response chomp
<||>

=== TEST 11: a buffer that is too small for a preread
--- stream_config
    log_format s $status;
    access_log logs/access.log s;
--- stream_server_config
    ssl_preread on;
    preread_buffer_size 4;
    return x;
--- stream_request
SSH-2.0-client
--- stream_response:
--- error_log
preread buffer full while prereading client data, client: 127.0.0.1, server: 0.0.0.0:
--- access_log
400
