echo_before_body and echo_after_body.

=== around what the location itself writes
--- config
    location / { echo_before_body before; echo_after_body after; echo_before_body -n "two "; echo body; }
--- request
GET /
--- response_body
before
two body
after

=== around a file
--- config
    location / { echo_before_body "$uri"; echo_after_body "$echo_response_status"; }
--- user_files
>>> a.txt
body
--- request
GET /a.txt
--- response_headers
!Content-Length
!Accept-Ranges
--- response_body
/a.txt
body
200

=== around the output of subrequests, and of a subrequest
--- config
    location /main { echo_before_body before; echo_after_body after; echo_location /sub; }
    location /sub { echo_before_body "sub before"; echo_after_body "sub after"; echo sub; }
--- request
GET /main
--- response_body
before
sub before
sub
sub after
after

=== around an error page
--- config
    location / { echo_before_body before; echo_after_body after; }
--- request
GET /none
--- error_code: 404
--- response_body_like
^before\n<html>.*</html>\r\nafter\n$

=== no body, nothing around it
--- config
    location / { echo_before_body before; echo_after_body after; return 204; }
--- request
GET /
--- error_code: 204
--- response_body
