Files: what a URI finds, what is refused, what is logged.

=== a file has type, length, date and entity tag
--- config
--- user_files
>>> a.html
hello
--- request: GET /a.html
--- raw_response_headers_like: Content-Type: text/html\r\nContent-Length: 6\r\nLast-Modified: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\nConnection: close\r\nETag: "[0-9a-f]+-6"\r\nAccept-Ranges: bytes
--- response_body
hello

=== an empty file is an empty response
--- config
--- user_files
>>> empty.txt
--- request: GET /empty.txt
--- response_headers
Content-Length: 0
--- response_body

=== HEAD sends no body
--- config
--- user_files
>>> a.txt
hello
--- request: HEAD /a.txt
--- response_headers
Content-Length: 6
--- response_body

=== the type of an unknown extension is default_type
--- config
    default_type application/octet-stream;
--- user_files
>>> a.unknown
x
--- request: GET /a.unknown
--- response_headers
Content-Type: application/octet-stream

=== etag off
--- config
    etag off;
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- response_headers
!ETag

=== what is not there is 404 and logged
--- config
--- request: GET /nothing/here
--- error_code: 404
--- error_log
html/nothing/here" failed (2: No such file or directory), client: 127.0.0.1, server: localhost, request: "GET /nothing/here HTTP/1.1"

=== log_not_found off keeps quiet
--- config
    log_not_found off;
--- request: GET /nothing
--- error_code: 404
--- no_error_log
[error]

=== a file is no directory
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt/b
--- error_code: 404
--- error_log
html/a.txt/b" failed (20: Not a directory)

=== a directory without a slash is redirected, escaped, with its arguments
--- config
--- user_files
>>> a b/x.txt
x
--- request: GET /a%20b?c=d
--- error_code: 301
--- raw_response_headers_like: Location: http://localhost:\d+/a%20b/\?c=d

=== POST of a file is not allowed
--- config
--- user_files
>>> a.txt
hello
--- request
POST /a.txt
body
--- error_code: 405

=== other methods are not allowed either
--- config
--- request: DELETE /a.txt
--- error_code: 405

=== files of different sizes come whole over one connection
--- config
--- user_files
>>> a.txt
first
>>> b.txt
second
--- pipelined_requests
GET /a.txt
GET /none
GET /b.txt
--- error_code: 200 404 200
--- response_body_like: ^first\n.*404 Not Found.*second\n$

=== alias replaces the beginning of the URI
--- config
    location /i/ { alias {root}/html/d/; }
--- user_files
>>> d/x.txt
in d
--- request: GET /i/x.txt
--- response_body
in d

=== an alias can't be left by the segment in which it meets the rest of the URI
--- needs: engine
--- config
    location /i { alias {root}/html/d/; }
--- user_files
>>> d/x.txt
in d
>>> secret.txt
secret
--- request: GET /i../secret.txt
--- error_code: 404

=== nor through an index
--- needs: engine
--- config
    location /i { alias {root}/html/d/; }
--- user_files
>>> d/x.txt
in d
>>> index.html
secret
--- request: GET /i../
--- error_code: 404

=== nor when the alias ends with a dot
--- needs: engine
--- config
    location /i { alias {root}/html/d/.; }
--- user_files
>>> d/x.txt
in d
>>> secret.txt
secret
--- request: GET /i./secret.txt
--- error_code: 404

=== a zero byte in the URI is no end of the path
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt%00.html
--- error_code: 400
