Ranges of a file.

=== one
--- config
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=2-4
--- error_code: 206
--- response_headers
Content-Range: bytes 2-4/11
Content-Length: 3
!Accept-Ranges
--- response_body chomp
234

=== the end
--- config
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=-3
--- error_code: 206
--- response_headers
Content-Range: bytes 8-10/11
--- response_body
89

=== from somewhere on
--- config
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=7-
--- error_code: 206
--- response_body
789

=== HEAD says what GET would
--- config
--- user_files
>>> a.txt
0123456789
--- request: HEAD /a.txt
--- more_headers
Range: bytes=0-0
--- error_code: 206
--- response_headers
Content-Range: bytes 0-0/11
Content-Length: 1

=== several are parts of one body
--- config
--- user_files
>>> a.html
0123456789
--- request: GET /a.html
--- more_headers
Range: bytes=0-1, 4-5,-1
--- error_code: 206
--- response_headers
Content-Length: 281
!Content-Range
--- raw_response_headers_like: Content-Type: multipart/byteranges; boundary=\d{20}
--- response_body_like: ^\r\n--(\d{20})\r\nContent-Type: text/html\r\nContent-Range: bytes 0-1/11\r\n\r\n01\r\n--\1\r\nContent-Type: text/html\r\nContent-Range: bytes 4-5/11\r\n\r\n45\r\n--\1\r\nContent-Type: text/html\r\nContent-Range: bytes 10-10/11\r\n\r\n\n\r\n--\1--\r\n$

=== behind the end is 416 with the length
--- config
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=11-
--- error_code: 416
--- response_headers
Content-Range: bytes */11
!ETag
!Last-Modified

=== another unit is ignored
--- config
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: lines=0-1
--- response_headers
Accept-Ranges: bytes
Content-Length: 11

=== max_ranges limits their number
--- config
    max_ranges 1;
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=0-0,2-2
--- response_headers
Content-Length: 11

=== max_ranges 0 allows none
--- config
    max_ranges 0;
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=0-0
--- response_headers
!Accept-Ranges
Content-Length: 11

=== many small ones of a small file are answered with the whole
--- needs: engine
--- config
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0,0-0
--- response_headers
Content-Length: 11

=== If-Range with the entity tag of another file
--- config
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=0-0
If-Range: "other"
--- response_headers
Content-Length: 11

=== If-Range with another date
--- config
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- more_headers
Range: bytes=0-0
If-Range: Thu, 02 Jan 2020 03:04:06 GMT
--- response_headers
Content-Length: 11
