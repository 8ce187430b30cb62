map in stream: variables whose values depend on others, of sessions.

=== TEST 1: strings, the default, and regular expressions with captures
--- stream_config
    map $server_port $own    { {port} this; default other; }
    map $server_port $other  { 1 one; default "not one"; }
    map $remote_addr $start  { ~^(\d+)\.(?<rest>.*)$ "$1-$rest"; }
    map $remote_addr $none   { 192.0.2.1 here; }
--- stream_server_config
    return "$own, $other, $start, [$none]\n";
--- stream_response
this, not one, 127-0.0.1, []

=== TEST 2: a map of a map, each computed when it is asked for
--- stream_config
    map $protocol $a { TCP tcp; UDP udp; }
    map $a $b { tcp "over $a"; }
--- stream_server_config
    return $b;
--- stream_response chomp
over tcp

=== TEST 3: host names
--- stream_config
    map "a.example.org." $name { hostnames; *.example.org under; default no; }
--- stream_server_config
    return $name;
--- stream_response chomp
under

=== TEST 4: a remembered value and a volatile one
--- stream_config
    map $v $kept { first 1; second 2; }
    map $v $fresh { volatile; first 1; second 2; }
--- stream_server_config
    set $v first;
    set $one "$kept$fresh";
    set $v second;
    return "$one $kept$fresh";
--- stream_response chomp
11 12

=== TEST 5: the variable of a module
--- stream_server_config
    return x;
--- stream_config
    map $protocol $remote_addr { default x; }
--- must_die
--- error_log
[emerg] the duplicate "remote_addr" variable in

=== TEST 6: stream's variables are not http's
--- stream_config
    map $uri $x { default x; }
--- stream_server_config
    return x;
--- must_die
--- error_log
[emerg] unknown "uri" variable
