echo_location and echo_subrequest, those that wait and those that do not.

=== output comes in the order of the directives, whichever subrequest is ready first
--- config
    location /main { echo one; echo_location_async /slow; echo_location_async /quick; echo two; echo_location /slow; echo three; }
    location /slow { echo_sleep 0.02; echo slow; }
    location /quick { echo quick; }
--- request
GET /main
--- response_body
one
slow
quick
two
slow
three

=== the same with subrequests of subrequests
--- config
    location /main { echo_location_async /a; echo_location_async /b; echo end; }
    location /a { echo_location_async /slow; echo_location_async /b; echo a; }
    location /b { echo_location /slow; echo b; }
    location /slow { echo_sleep 0.01; echo slow; }
--- request
GET /main
--- response_body
slow
slow
b
a
slow
b
end

=== one that is not waited for begins when its parent is through
--- config
    location /main { echo "main $echo_incr"; echo_location_async /sub; echo_location_async /sub; echo "main $echo_incr"; }
    location /sub { echo "sub $echo_incr"; }
--- request
GET /main
--- response_body
main 1
sub 3
sub 4
main 2

=== arguments
--- config
    location /main { echo_location /sub; echo_location /sub?a=1; echo_location /sub a=2; echo_location /sub?a=1 a=3; echo_location "/s%75b?a=%20"; }
    location /sub { echo "$uri [$args]"; }
--- request
GET /main?a=0
--- response_body
/sub []
/sub [a=1]
/sub [a=2]
/sub [a=3]
/sub [a=%20]

=== method and body
--- config
    location /main {
        echo_subrequest POST /sub -q a=1 -b text;
        echo_subrequest_async PUT /sub -f html/body.txt;
        echo_subrequest STRANGE /sub -b x;
    }
    location /sub { echo "$echo_request_method of $echo_client_request_method [$args] $http_content_length"; echo_request_body; echo; }
--- user_files
>>> body.txt
from a file
--- request
GET /main
--- response_body
POST of GET [a=1] 4
text
PUT of GET [] 12
from a file

STRANGE of GET [] 1
x

=== a subrequest sees the client's body unless it has one of its own
--- config
    location /main { echo_subrequest POST /sub; echo_subrequest POST /sub -b other; echo $request_body; }
    location /sub { echo "$http_content_length $request_body"; }
--- request chomp
POST /main
client
--- response_body
6 client
5 other
client

=== it has variables of its own
--- config
    location /main { set $x main; echo_location /sub; echo $x; }
    location /sub { echo "[$x]"; set $x sub; echo "[$x]"; }
--- request
GET /main
--- response_body
[sub]
[sub]
main

=== its status is not that of the response
--- config
    location /main { echo_location /none; echo end; }
--- request
GET /main
--- response_body_like
^<html>.*404 Not Found.*</html>\r\nend\n$

=== a file that is not there
--- config
    location /main { echo_subrequest POST /sub -f html/none.txt; }
    location /sub { echo sub; }
    location / { echo begin; echo_flush; echo_location /main; }
--- request
GET / HTTP/1.0
--- response_body
begin
--- error_log
[error]
html/none.txt" failed (2: No such file or directory)

=== a URI that leads out
--- config
    location / { echo begin; echo_flush; echo_location /../sub; }
--- request
GET / HTTP/1.0
--- response_body
begin
--- error_log
[error]
"/../sub"
--- needs: engine

=== subrequests without end
--- config
    location / { echo a; echo_flush; echo_location /; }
--- request
GET / HTTP/1.0
--- response_body_like
^(a\n)+$
--- error_log
subrequests cycle while processing "/"

=== no output for HEAD
--- config
    location / { echo a; echo_location /sub/; }
    location /sub/ { echo b; }
--- request
HEAD /
--- response_body
