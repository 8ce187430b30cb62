Conditional requests.

=== If-None-Match with any tag
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- more_headers
If-None-Match: *
--- error_code: 304
--- response_headers
!Content-Length
!Content-Type
!Accept-Ranges
--- raw_response_headers_like: Last-Modified: [^\r]+\r\nConnection: close\r\nETag: "
--- response_body

=== If-None-Match with another tag
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- more_headers
If-None-Match: "a", W/"b"
--- response_body
hello

=== If-Modified-Since with another date, exact
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- more_headers
If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT
--- response_body
hello

=== If-Modified-Since with a later date, before
--- config
    if_modified_since before;
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- more_headers
If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT
--- error_code: 304

=== If-Modified-Since, off
--- config
    if_modified_since off;
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- more_headers
If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT
--- response_body
hello

=== a date that does not hold outweighs a tag that does
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- more_headers
If-None-Match: *
If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT
--- response_body
hello

=== If-Unmodified-Since that does not hold
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- more_headers
If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT
--- error_code: 412
--- response_headers
!ETag
!Last-Modified

=== If-Match with another tag
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- more_headers
If-Match: "a"
--- error_code: 412

=== a response that is not 200 is left alone
--- config
--- request: GET /none
--- more_headers
If-Match: "a"
--- error_code: 404
