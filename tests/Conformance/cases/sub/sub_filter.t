sub_filter: strings of a body are replaced.

=== each string once, without regard to case
--- config
    location / {
        sub_filter x Y;
        sub_filter abc "[$uri]";
    }
--- user_files
>>> a.html
aXb xAbC abc
--- request: GET /a.html
--- response_headers
!Content-Length
!Last-Modified
!ETag
!Accept-Ranges
--- response_body
aYb x[/a.html] abc

=== every time
--- config
    location / {
        sub_filter x Y;
        sub_filter_once off;
    }
--- user_files
>>> a.html
xxaxX
--- request: GET /a.html
--- response_body
YYaYY

=== the first of the list at the same place
--- config
    location / {
        sub_filter ab 1;
        sub_filter abc 2;
        sub_filter_once off;
    }
--- user_files
>>> a.html
abcab
--- request: GET /a.html
--- response_body
1c1

=== across the pieces in which a body comes
--- config
    location / {
        sub_filter abcd -;
        sub_filter_once off;
        output_buffers 1 3;
    }
--- user_files
>>> a.html
abcdabcabcdabababcdabc
--- request: GET /a.html
--- response_body
-abc-abab-abc

=== strings with variables
--- config
    location / {
        sub_filter $arg_a $arg_b;
    }
--- user_files
>>> a.html
hello
--- request: GET /a.html?a=LL&b=--
--- response_body
he--o

=== an empty variable finds nothing
--- config
    location / {
        sub_filter "$arg_none" x;
    }
--- user_files
>>> a.html
hello
--- request: GET /a.html
--- response_headers
Content-Length: 6
--- response_body
hello

=== types that are named, and text/html
--- config
    location / {
        sub_filter x Y;
        sub_filter_types text/css;
    }
--- user_files
>>> a.txt
x
--- request: GET /a.txt
--- response_body
x

=== sub_filter_last_modified keeps the date and a weak tag
--- config
    location / {
        sub_filter x Y;
        sub_filter_last_modified on;
    }
--- user_files
>>> a.html
x
--- request: GET /a.html
--- raw_response_headers_like: Last-Modified: [\s\S]*ETag: W/"
--- response_body
Y

=== an empty string is an error
--- needs: engine
--- config
    sub_filter "" x;
--- must_die
--- error_log
empty search pattern

=== "*" is for responses without a type too
--- config
    location / {
        sub_filter x Y;
        sub_filter_types *;
        default_type "";
    }
--- user_files
>>> a.none
x
--- request: GET /a.none
--- response_body
Y
