flv: a video from a place on.

=== the whole file, with ranges
--- config
    location / { flv; }
--- user_files
>>> a.flv
0123456789
--- request: GET /a.flv
--- response_headers
Content-Length: 11
Accept-Ranges: bytes
--- response_body
0123456789

=== from a place on, behind a head
--- config
    location / { flv; }
--- user_files
>>> a.flv
0123456789
--- request: GET /a.flv?start=7
--- response_headers
Content-Length: 17
--- response_body_like: ^FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00789\n$

=== a range of that
--- config
    location / { flv; }
--- user_files
>>> a.flv
0123456789
--- request: GET /a.flv?start=7
--- more_headers
Range: bytes=1-14
--- error_code: 206
--- response_headers
Content-Range: bytes 1-14/17
--- response_body_like: ^LV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x0078$

=== what is no place is the beginning
--- config
    location / { flv; }
--- user_files
>>> a.flv
0123456789
--- pipelined_requests
GET /a.flv?start=11
GET /a.flv?start=-1
GET /a.flv?start=x
--- response_body
0123456789
0123456789
0123456789

=== methods
--- config
    location / { flv; }
--- pipelined_requests
POST /a.flv
GET /none.flv
--- error_code: 405 404
