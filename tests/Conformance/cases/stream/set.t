set in stream.

=== TEST 1: values in order
--- stream_server_config
    set $a 1;
    set $b $a$a;
    set $a 2;
    return "$a $b";
--- stream_response chomp
2 11

=== TEST 2: before access, so that it may use what is set
--- stream_config
    geo $known $who { 127.0.0.0/8 yes; default no; }
    map $who $answer { yes welcome; default out; }
--- stream_server_config
    set $known 127.0.0.9;
    return $answer;
--- stream_response chomp
welcome

=== TEST 3: a variable that is another module's
--- stream_server_config
    set $protocol x;
    return x;
--- must_die
--- error_log
the duplicate "protocol" variable in 
