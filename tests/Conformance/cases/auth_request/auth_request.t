auth_request: a subrequest decides.

=== TEST 1: 2xx lets through, 401 and 403 are passed on, anything else is an error
--- config
    location / { set $s $arg_s; auth_request /auth; root html; }
    location = /auth {
        internal;
        if ($s = 401) { return 401; }
        if ($s = 403) { return 403; }
        if ($s = 302) { return 302 /x; }
        return 204;
    }
--- user_files
>>> a
x
--- pipelined_requests
GET /a
GET /a?s=401
GET /a?s=403
GET /a?s=302
--- error_code: 200 401 403 500
--- error_log
[error]
auth request unexpected status: 302

=== TEST 2: variables of the subrequest
--- config
    location / {
        auth_request /auth;
        auth_request_set $user "$status $shared";
        add_header X-Result $user;
    }
    location = /auth { internal; set $shared "set there"; return 204; }
--- user_files
>>> a
x
--- request
GET /a
--- response_headers
X-Result: 204 set there

=== TEST 3: the original request is what the client sent
--- config
    location / { auth_request /auth; }
    location = /auth { internal; if ($request_uri != "/a?b=c") { return 403; } if ($http_x != "y") { return 403; } if ($args != "") { return 403; } return 200; }
--- user_files
>>> a
x
--- request
GET /a?b=c
--- more_headers
X: y
--- response_body
x

=== TEST 4: satisfy any
--- config
    location / { satisfy any; deny all; auth_request /auth; }
    location = /auth { internal; return 204; }
--- user_files
>>> a
x
--- request
GET /a
--- response_body
x

=== TEST 5: off at an inner level
--- config
    auth_request /auth;
    location / { auth_request off; }
    location = /auth { internal; return 403; }
--- user_files
>>> a
x
--- request
GET /a
--- response_body
x

=== TEST 6: a POST with a body, which the subrequest does not have
--- config
    location / { auth_request /auth; return 200; }
    location /a { auth_request /auth; error_page 405 =200 /ok; }
    location = /ok { return 200 "$request_method"; }
    location = /auth { internal; if ($request_method != "POST") { return 500; } return 204; }
--- user_files
>>> a
x
--- request
POST /a
hello
--- response_body chomp
GET
