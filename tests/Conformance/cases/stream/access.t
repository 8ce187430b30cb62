access in stream: allow and deny.

=== TEST 1: allowed by a network
--- stream_server_config
    allow 127.0.0.0/8;
    deny all;
    return hello;
--- stream_response chomp
hello

=== TEST 2: the first rule that is about the address counts
--- stream_config
    log_format s $status;
    access_log logs/access.log s;
--- stream_server_config
    deny 127.0.0.1;
    allow all;
    return hello;
--- stream_response:
--- error_log
[error]
access forbidden by rule while initializing session, client: 127.0.0.1, server: 0.0.0.0:
--- access_log
403

=== TEST 3: rules of another family are not about it
--- stream_server_config
    deny ::/0;
    deny unix:;
    return hello;
--- stream_response chomp
hello

=== TEST 4: a server's rules replace those around
--- stream_config
    deny all;
--- stream_server_config
    allow 127.0.0.1;
    return hello;
--- stream_response chomp
hello

=== TEST 5: those around hold where a server has none
--- stream_config
    deny all;
--- stream_server_config
    return hello;
--- stream_response:

=== TEST 6: no address
--- stream_server_config
    allow here;
    return hello;
--- must_die
--- error_log
[emerg] invalid parameter "here" in
