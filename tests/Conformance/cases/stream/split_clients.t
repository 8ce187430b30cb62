split_clients in stream: the shares are those of the hash, as in http.

=== TEST 1: keys on both sides of a boundary
--- stream_config
    split_clients "a" $a { 50% low; * high; }
    split_clients "c" $c { 50% low; * high; }
    split_clients "${protocol}x" $whole { 100% all; }
    split_clients $protocol $little { 0.01% some; }
--- stream_server_config
    return "$whole [$little]";
--- stream_response chomp
all []

=== TEST 2: more than everything
--- stream_config
    split_clients $protocol $x { 60% a; 50% b; }
--- stream_server_config
    return $x;
--- must_die
--- error_log
[emerg] percent total is greater than 100% in
