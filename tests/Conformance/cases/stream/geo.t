geo in stream: variables whose values depend on the client's address.

=== TEST 1: networks, the longest prefix wins
--- stream_config
    geo $g { default far; 127.0.0.0/8 near; 127.0.0.1 here; }
    geo $n { default far; 127.0.0.0/8 near; }
    geo $f { default far; 10.0.0.0/8 near; }
    geo $e { 10.0.0.0/8 near; }
--- stream_server_config
    return "$g $n $f [$e]";
--- stream_response chomp
here near far []

=== TEST 2: ranges
--- stream_config
    geo $r { ranges; default out; 127.0.0.0-127.0.0.255 in; 127.0.0.1-127.0.0.1 exact; }
    geo $d { ranges; default out; 127.0.0.0-127.0.0.255 in; delete 127.0.0.0-127.0.0.255; }
--- stream_server_config
    return "$r $d";
--- stream_response chomp
exact out

=== TEST 3: an address from a variable
--- stream_config
    map $protocol $address { default 2001:db8::1; }
    map $protocol $none { default nowhere; }
    geo $address $six { default out; 2001:db8::/32 in; }
    geo $none $no { default out; 255.255.255.255 unknown; }
--- stream_server_config
    return "$six $no";
--- stream_response chomp
in unknown

=== TEST 4: no proxy is asked in stream
--- stream_config
    geo $g { proxy 127.0.0.1; }
--- stream_server_config
    return $g;
--- must_die
--- error_log
[emerg] invalid network "proxy" in
