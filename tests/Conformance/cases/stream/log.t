log in stream: access_log, which is off until it is asked for.

=== TEST 1: nothing is logged by itself
--- stream_server_config
    return hello;
--- stream_response chomp
hello
--- no_access_log
hello
127.0.0.1

=== TEST 2: a line of variables
--- stream_config
    log_format line '$remote_addr [$protocol] $status $bytes_sent $bytes_received ${status}x';
    access_log logs/access.log line;
--- stream_server_config
    return hello;
--- stream_response chomp
hello
--- access_log
127.0.0.1 [TCP] 200 5 0 200x

=== TEST 3: the escapes of values
--- stream_config
    map $protocol $odd { default 'a"b\	c'; }
    log_format default '1<$odd>';
    log_format json escape=json '2<$odd>';
    log_format none escape=none '3<$odd>';
    access_log logs/access.log default;
    access_log logs/access.log json;
    access_log logs/access.log none;
--- stream_server_config
    return hello;
--- access_log
1<a\x22b\x5C\x09c>
2<a\"b\\\tc>
3<a"b\	c>

=== TEST 4: a variable without a value
--- stream_config
    log_format default '1<$upstream_addr>';
    log_format json escape=json '2<$upstream_addr>';
    access_log logs/access.log default;
    access_log logs/access.log json;
--- stream_server_config
    return hello;
--- access_log
1<->
2<>

=== TEST 5: only under a condition
--- stream_config
    log_format one 'one';
    log_format two 'two';
    log_format three 'three';
    map $protocol $empty { default ""; }
    map $protocol $zero { default 0; }
    access_log logs/access.log one if=$protocol;
    access_log logs/access.log two if=$empty;
    access_log logs/access.log three if=$zero;
--- stream_server_config
    return hello;
--- access_log
one
--- no_access_log
two
three

=== TEST 6: a server's logs replace those around, and off is none
--- stream_config
    log_format around 'around';
    log_format inside 'inside';
    access_log logs/access.log around;
    server { listen {port2}; access_log off; return hello; }
--- stream_server_config
    access_log logs/access.log inside;
    proxy_pass 127.0.0.1:{port2};
--- stream_response chomp
hello
--- access_log
inside
--- no_access_log
around

=== TEST 7: variables in the name of the file, which stays open
--- stream_config
    log_format line 'by name';
    open_log_file_cache max=10 inactive=10s min_uses=1 valid=1m;
    map $protocol $file { default access; }
--- stream_server_config
    access_log logs/$file.log line;
    return hello;
--- access_log
by name

=== TEST 8: a buffered log is written at the end
--- stream_config
    log_format line 'buffered $status';
    access_log logs/access.log line buffer=32k flush=1h;
--- stream_server_config
    return hello;
--- access_log
buffered 200

=== TEST 9: a format has to be named
--- stream_server_config
    access_log logs/access.log;
    return hello;
--- must_die
--- error_log
[emerg] log format is not specified in

=== TEST 10: no format is there without being declared
--- stream_server_config
    access_log logs/access.log combined;
    return hello;
--- must_die
--- error_log
[emerg] unknown log format "combined" in

=== TEST 11: off takes no more words
--- stream_server_config
    access_log off combined;
    return hello;
--- must_die
--- error_log
[emerg] invalid parameter "combined" in

=== TEST 12: a format of an unknown variable
--- stream_config
    log_format line $request_uri;
--- stream_server_config
    return hello;
--- must_die
--- error_log
[emerg] unknown "request_uri" variable
