add_before_body and add_after_body.

=== both
--- config
    location = /a.html { add_before_body /before; add_after_body /after; }
    location = /before { return 200 "before "; }
    location = /after { return 200 "after"; }
--- user_files
>>> a.html
body
--- request: GET /a.html
--- response_headers
!Content-Length
!Accept-Ranges
--- response_body chomp
before body
after

=== types that are not named are left alone
--- config
    location = /a.txt { add_before_body /before; }
    location = /before { return 200 "before "; }
--- user_files
>>> a.txt
body
--- request: GET /a.txt
--- response_headers
Content-Length: 5
--- response_body
body

=== an empty URI cancels an outer one
--- config
    add_after_body /after;
    location = /a.html { add_after_body ""; }
    location = /after { return 200 "after"; }
--- user_files
>>> a.html
body
--- request: GET /a.html
--- response_body
body

=== an addition that is not there is its error page
--- config
    location = /a.html { add_after_body /none; }
--- user_files
>>> a.html
body
--- request: GET /a.html
--- response_body_like: ^body\n<html>\r\n<head><title>404 Not Found
