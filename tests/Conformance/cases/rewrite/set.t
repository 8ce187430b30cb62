set: variables of families.

=== one that is set elsewhere has the family's value
--- config
    location /a { return 200 "$http_x $arg_y"; }
    location /b { set $http_x set; set $arg_y $arg_y-set; return 200 "$http_x $arg_y"; }
--- pipelined_requests
GET /a?y=1
GET /b?y=2
--- more_headers
X: sent
--- response_body: sent 1set 2-set

=== a regular expression that does not match leaves no captures
--- config
    location ~ ^/(a.*)$ {
        set $before $1;
        if ($arg_x ~ (never)) { }
        set $behind_if "<$1>";
        rewrite ^/a(.) $uri;
        set $matched $1;
        rewrite ^/none(.) /x;
        return 200 "$before $behind_if $matched <$1>";
    }
--- request: GET /abc
--- response_body: abc <> b <>
