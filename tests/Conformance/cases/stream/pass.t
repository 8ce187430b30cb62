pass: a connection goes on to another listening socket.

=== TEST 1: to another server of stream
--- stream_config
    server { listen 127.0.0.1:{port2}; return "$server_port"; }
--- stream_server_config
    pass 127.0.0.1:{port2};
--- stream_response_like
^\d+$
--- needs: engine

=== TEST 2: to http
--- main_config
    http { server { listen 127.0.0.1:{port2}; return 200 "http of $server_addr"; } }
--- stream_server_config
    pass 127.0.0.1:{port2};
--- stream_request unescape
GET / HTTP/1.0\r\n\r\n
--- stream_response_like
^HTTP/1\.1 200 .*http of 127\.0\.0\.1$
--- needs: engine

=== TEST 3: to nobody
--- stream_config
    log_format s $status;
    access_log logs/access.log s;
--- stream_server_config
    pass 127.0.0.1:1;
--- stream_response:
--- error_log
port not found for "127.0.0.1:1"
--- access_log
500
--- needs: engine
