add_header, add_trailer and their inheritance.

=== lines of the response
--- config
    location / {
        add_header X-A "a $uri";
        add_header X-A b;
        add_header X-Empty "$arg_none";
        return 200 x;
    }
--- request: GET /u
--- response_headers
X-A: a /u, b
!X-Empty

=== not for errors unless always
--- config
    location / {
        add_header X-A a;
        add_header X-B b always;
    }
--- request: GET /none
--- error_code: 404
--- response_headers
!X-A
X-B: b

=== inner ones replace outer ones
--- config
    add_header X-A a;
    location / { add_header X-B b; return 200 x; }
--- request: GET /
--- response_headers
!X-A
X-B: b

=== inner ones come before outer ones with merge
--- needs: engine
--- config
    add_header X-A outer;
    location / { add_header_inherit merge; add_header X-A inner; return 200 x; }
--- request: GET /
--- response_headers
X-A: inner, outer

=== nothing comes from outside with off
--- needs: engine
--- config
    add_header X-A outer;
    location / { add_header_inherit off; return 200 x; }
--- request: GET /
--- response_headers
!X-A

=== in an if
--- config
    location / {
        add_header X-A a;
        if ($arg_x) { add_header X-B b; }
    }
--- user_files
>>> f
f
--- request: GET /f?x=1
--- response_headers
!X-A
X-B: b

=== Last-Modified and ETag are replaced, or removed
--- config
    add_header Last-Modified "Thu, 02 Jan 2020 03:04:05 GMT";
    add_header ETag "";
--- user_files
>>> f
f
--- request: GET /f
--- response_headers
Last-Modified: Thu, 02 Jan 2020 03:04:05 GMT
!ETag

=== a line end in a value adds no line
--- needs: engine
--- config
    location / { add_header X-A $uri; return 200 x; }
--- request: GET /a%0d%0aX-B:%20b
--- response_headers
X-A: /a%0D%0AX-B: b
!X-B

=== trailers make the response chunked
--- config
    location / { add_trailer X-T "t $body_bytes_sent"; }
--- user_files
>>> f
hello
--- raw_request unescape
GET /f HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n
--- response_headers
Transfer-Encoding: chunked
!Content-Length
--- response_body
hello

=== no other word than always
--- config
    add_header X-A a sometimes;
--- must_die
--- error_log
invalid parameter "sometimes"

=== no trailers where nothing is chunked
--- config
    location / { add_trailer X-T t; chunked_transfer_encoding off; }
--- user_files
>>> f
hello
--- request: GET /f
--- response_headers
Content-Length: 6
!Transfer-Encoding
--- response_body
hello
