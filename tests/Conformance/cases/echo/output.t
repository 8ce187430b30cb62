echo and the other directives that write a response.

=== words, options and variables
--- config
    location / {
        echo -n a b;
        echo -- -n c;
        set $option -n;
        echo $option "x $arg_x";
        echo -n -n d;
        echo;
    }
--- request
GET /?x=1
--- response_headers
Transfer-Encoding: chunked
!Content-Length
--- response_body
a b-n c
-n x 1
d

=== HTTP/1.0 gets no length
--- config
    location / { default_type text/css; echo one; echo two; }
--- request
GET / HTTP/1.0
--- response_headers
Content-Type: text/css
!Content-Length
!Transfer-Encoding
--- response_body
one
two

=== no body for HEAD
--- config
    location / { echo one; echo_duplicate 2 two; }
--- request
HEAD /
--- response_headers
!Content-Length
--- response_body

=== echo_duplicate
--- config
    location / { echo_duplicate 3 +; echo_duplicate 1_0 " END "; echo_duplicate 0 nothing; echo_duplicate 2 ""; echo_duplicate $arg_n x; echo; }
--- request
GET /?n=2
--- response_body
+++ END  END  END  END  END  END  END  END  END  END xx

=== echo_duplicate of more than a piece
--- config
    location / { echo_duplicate 30_001 "0123456789"; echo; }
--- request
GET /
--- response_body_like
^(0123456789){30001}\n$

=== echo_duplicate of no number
--- config
    location / { echo_duplicate $arg_n x; }
--- request
GET /?n=-1
--- error_code: 500
--- error_log
[error]
invalid size specified: "

=== echo_status is the status of what is written, not of an error page
--- config
    location /a { echo_status 404; echo gone; }
    location /b { error_page 403 = /a; return 403; }
    location /c { error_page 403 /a; return 403; }
--- pipelined_requests
GET /a
GET /b
GET /c
--- error_code: 404 404 403
--- response_body
gone
gone
gone

=== echo_sleep and echo_flush
--- config
    location / { echo a; echo_flush; echo_sleep 0.001; echo b; echo_sleep 0; echo_blocking_sleep 0.001; echo c; }
--- request
GET /
--- response_body
a
b
c

=== echo_sleep takes seconds only
--- config
    location / { echo_sleep 1ms; echo a; }
--- request
GET /
--- error_code: 400
--- error_log
invalid sleep duration "1ms"

=== the request body, once something reads it
--- config
    location /read { echo_read_request_body; echo_request_body; echo " [$echo_request_body]"; }
--- request chomp
POST /read
some text
--- response_body
some text [some text]

=== a request body in a file
--- config
    location / { client_body_in_file_only clean; echo_read_request_body; echo_request_body; echo " [$echo_request_body]"; }
--- request chomp
POST /
some text
--- response_body
some text []

=== a request body that nobody reads
--- config
    location / { echo_request_body; echo "[$echo_request_body]"; }
--- request chomp
POST /
some text
--- response_body
[]

=== the client's head
--- config
    location / { echo -n $echo_client_request_headers; echo "$echo_client_request_method $echo_request_method $echo_request_uri"; }
--- request
GET /%61?b
--- more_headers
X-One: 1
--- response_body_like
^GET /%61\?b HTTP/1.1\r\nX-One: 1\r\n.*\r\n\r\nGET GET /a\n$

=== echo_timer_elapsed and echo_reset_timer
--- config
    location / { echo_blocking_sleep 0.02; echo $echo_timer_elapsed; echo_reset_timer; echo $echo_timer_elapsed; }
--- request
GET /
--- response_body_like
^\d\.(0[2-9]|[1-9]\d)\d\n0\.\d{3}\n$

=== echo_foreach_split leaves empty items out
--- config
    location / {
        echo_foreach_split ',' $arg_list; echo "[$echo_it]"; echo_end;
        echo_foreach_split -- '-and-' 'cat-and-dog'; echo $echo_it; echo_end;
        echo "<$echo_it>";
    }
--- pipelined_requests
GET /?list=,a,,b,
GET /
--- response_body
[a]
[b]
cat
dog
<>
cat
dog
<>

=== a loop in a loop
--- config
    location / { echo_foreach_split , a,b; echo_foreach_split , c,d; echo $echo_it; echo_end; echo_end; }
--- request
GET /
--- error_code: 500
--- error_log
Nested echo_foreach not supported yet.

=== echo_exec
--- config
    location /a { echo_exec /target?x=1; }
    location /b { echo_exec /target?x=1 x=2; }
    location /c { echo_exec @named; }
    location /target { internal; echo "target $arg_x"; }
    location @named { echo "named $uri"; }
--- pipelined_requests
GET /a
GET /b
GET /c
--- response_body
target 1
target 2
named /c

=== echo_exec to a URI that leads out
--- config
    location / { echo_exec ../target; }
--- request
GET /
--- error_code: 500
--- needs: engine

=== an if without directives of its own goes on with those around it
--- config
    location / {
        if ($arg_a) { echo if; }
        if ($arg_b) { set $x 1; }
        echo around;
    }
--- pipelined_requests
GET /?a=1
GET /?b=1
GET /
--- response_body
if
around
around
