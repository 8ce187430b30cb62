limit_conn in stream: what needs no second connection; that is in the tests of Stream.

=== TEST 1: one connection is not too many
--- stream_config
    limit_conn_zone $remote_addr zone=one:32k;
    log_format s "<$limit_conn_status>";
    access_log logs/access.log s;
--- stream_server_config
    limit_conn one 1;
    return hello;
--- stream_response chomp
hello
--- access_log
<PASSED>

=== TEST 2: two limits on one key, the second refuses what the first has counted
--- stream_config
    limit_conn_zone $remote_addr zone=one:32k;
    log_format s "$status <$limit_conn_status>";
    access_log logs/access.log s;
    server { listen {port2}; limit_conn one 1; proxy_pass 127.0.0.1:{port}; }
--- stream_server_config
    limit_conn one 1;
    proxy_pass 127.0.0.1:{port2};
--- stream_response:
--- error_log
[error]
limiting connections by zone "one" while initializing session, client: 127.0.0.1, server: 0.0.0.0:
--- access_log
200 <PASSED>
503 <REJECTED>

=== TEST 3: a dry run only says so, and at which level
--- stream_config
    limit_conn_zone $remote_addr zone=one:32k;
    limit_conn_dry_run on;
    limit_conn_log_level warn;
    log_format s "$status <$limit_conn_status>";
    access_log logs/access.log s;
    server { listen {port2}; limit_conn one 1; return hello; }
--- stream_server_config
    limit_conn one 1;
    proxy_pass 127.0.0.1:{port2};
--- stream_response chomp
hello
--- error_log
[warn]
limiting connections, dry run, by zone "one"
--- access_log
200 <PASSED>
200 <REJECTED_DRY_RUN>

=== TEST 4: an empty key is not counted
--- stream_config
    map $protocol $nothing { default ""; }
    limit_conn_zone $nothing zone=one:32k;
    log_format s "<$limit_conn_status>";
    access_log logs/access.log s;
--- stream_server_config
    limit_conn one 1;
    return hello;
--- stream_response chomp
hello
--- access_log
<->

=== TEST 5: a zone that nobody declares
--- stream_server_config
    limit_conn none 1;
    return hello;
--- must_die
--- error_log
[emerg] zero size shared memory zone "none"

=== TEST 6: http's zones are not stream's
--- main_config
    http { limit_conn_zone $binary_remote_addr zone=one:32k; }
--- stream_config
    limit_conn_zone $remote_addr zone=one:32k;
--- stream_server_config
    return hello;
--- must_die
--- error_log
[emerg] the shared memory zone "one" is already declared for a different use in
