headers-more: fields of responses and requests.

=== TEST 1: set, in the place of what is there; outer levels first
--- http_config
    more_set_headers "X-Http: http";
--- config
    more_set_headers "X-Server: $host";
    location / {
        more_set_headers "X-Server: mine" "Server: other" "Content-Type: text/x; charset=utf-8";
        return 200 "x";
    }
--- request
GET /
--- response_headers
X-Http: http
X-Server: mine
Server: other
Content-Type: text/x; charset=utf-8

=== TEST 2: clear, by name and by the beginning of names
--- config
    location / {
        more_set_headers "X-Hidden-One: 1" "X-Hidden-Two: 2" "X-Other: 3";
        more_clear_headers Server Content-Type Date "x-hidden-*";
        return 200 "x";
    }
--- request
GET /
--- response_headers
!Server
!Content-Type
!Date
!X-Hidden-One
!X-Hidden-Two
X-Other: 3

=== TEST 3: an empty value clears
--- http_config
    more_set_headers "X-One: 1" "X-Two: 2" "X-Three: 3";
--- config
    location / { more_set_headers "X-One:" "X-Two" "X-Three: $arg_none"; return 200 "x"; }
--- request
GET /
--- response_headers
!X-One
!X-Two
!X-Three

=== TEST 4: statuses
--- config
    location / {
        more_set_headers -s "404 500" "X-Bad: $status";
        more_set_headers -s 200 "X-Good: yes";
        return 404;
    }
--- request
GET /
--- error_code: 404
--- response_headers
X-Bad: 404
!X-Good

=== TEST 5: types
--- config
    location / {
        more_set_headers -t "text/html text/plain" "X-Text: yes";
        more_set_headers -t "application/x" "X-Other: yes";
        return 200 "x";
    }
--- request
GET /
--- response_headers
X-Text: yes
!X-Other

=== TEST 6: another line of a field
--- needs: engine
--- config
    location / { more_set_headers "Set-Cookie: a=b"; more_set_headers -a "Set-Cookie: c=d"; return 200 "x"; }
--- request
GET /
--- response_headers
Set-Cookie: a=b, c=d

=== TEST 7: no length, so the body is chunked
--- config
    location / { more_clear_headers Content-Length Last-Modified ETag Accept-Ranges; }
--- user_files
>>> a
x
--- request
GET /a
--- response_headers
Transfer-Encoding: chunked
!Content-Length
!Last-Modified
!ETag
!Accept-Ranges
--- response_body
x

=== TEST 8: inside if
--- config
    location / { if ($arg_x) { more_set_headers "X-If: $arg_x"; } return 200 "x"; }
--- pipelined_requests
GET /
GET /?x=y
--- response_headers
X-If: y

=== TEST 9: fields of the request
--- config
    location / {
        more_set_input_headers "X-New: $arg_x" "Host: other";
        more_set_input_headers -r "X-Here: replaced" "X-Not-Here: replaced";
        more_clear_input_headers Accept "X-Gone-*";
        add_header R "$http_x_new|$host|$http_x_here|$http_x_not_here|$http_accept|$http_x_gone_a";
    }
--- user_files
>>> a
x
--- request
GET /a?x=y
--- more_headers
X-Here: old
Accept: all
X-Gone-A: a
--- response_headers
R: y|other|replaced|||

=== TEST 10: fields of the request by its type
--- config
    location / {
        more_set_input_headers -t "text/a text/b" "X-Matched: yes";
        add_header R "$http_x_matched";
    }
--- user_files
>>> a
x
--- request
GET /a
--- more_headers
Content-Type: text/b
--- response_headers
R: yes

=== TEST 11: an option that is none
--- config
    more_set_headers -x "X: y";
--- must_die
--- error_log
more_set_headers: invalid option name: "-x"

=== TEST 12: an option without its argument
--- config
    more_set_headers -t;
--- must_die
--- error_log
more_set_headers: option -t takes an argument.

=== TEST 13: a status that is none
--- config
    more_set_headers -s "200 abc" "X: y";
--- must_die
--- error_log
more_set_headers: invalid digit "a" found in the status code list "200 abc"
