charset: names and conversions.

=== a name is added to the type
--- config
    charset utf-8;
--- user_files
>>> a.txt
x
--- request: GET /a.txt
--- response_headers
Content-Type: text/plain; charset=utf-8

=== to error pages too
--- config
    charset utf-8;
--- request: GET /none
--- error_code: 404
--- response_headers
Content-Type: text/html; charset=utf-8

=== but not to redirects
--- config
    charset utf-8;
    location / { return 301 /x; }
--- request: GET /
--- error_code: 301
--- response_headers
Content-Type: text/html

=== nor to other types
--- config
    charset utf-8;
    default_type application/octet-stream;
--- user_files
>>> a.none
x
--- request: GET /a.none
--- response_headers
Content-Type: application/octet-stream

=== off
--- config
    charset utf-8;
    location / { charset off; return 200 x; }
--- request: GET /
--- response_headers
Content-Type: text/plain

=== from one byte to UTF-8
--- http_config
    charset_map one utf-8 { C3 C3A9; A9 E282AC; }
--- config
    location / { source_charset one; charset utf-8; }
--- user_files
>>> a.txt
a é ü
--- request: GET /a.txt
--- response_headers
Content-Type: text/plain; charset=utf-8
!Content-Length
--- response_body unescape
a \xc3\xa9\xe2\x82\xac \xc3\xa9?\n

=== from UTF-8 to one byte, across the pieces in which a body comes
--- needs: engine
--- http_config
    charset_map one utf-8 { E9 C3A9; 80 E282AC; }
--- config
    location / { source_charset utf-8; charset one; output_buffers 1 5; }
--- user_files
>>> a.txt
a é € ü b
--- request: GET /a.txt
--- response_headers
Content-Type: text/plain; charset=one
--- response_body unescape
a \xe9 \x80 &#252; b\n

=== from one byte to another
--- http_config
    charset_map one two { C3 41; A9 42; }
--- config
    location / { source_charset one; charset two; }
--- user_files
>>> a.txt
é é ü
--- request: GET /a.txt
--- response_headers
Content-Length: 9
--- response_body
AB AB A?

=== a map is needed between two sets
--- config
    source_charset one;
    charset two;
--- must_die
--- error_log
no "charset_map" between the charsets "one" and "two"

=== a variable without a map leaves the response as it is
--- config
    location / { source_charset one; charset $arg_c; return 200 x; }
--- request: GET /?c=two
--- response_headers
Content-Type: text/plain
--- error_log
no "charset_map" between the charsets "one" and "two"

=== a map needs two values in a line
--- http_config
    charset_map one two { C3; }
--- config
--- must_die
--- error_log
invalid parameters number

=== a compressed file gets the name
--- config
    gzip_static always;
    charset utf-8;
--- user_files
>>> a.txt.gz
compressed
--- request: GET /a.txt
--- response_headers
Content-Type: text/plain; charset=utf-8
Content-Encoding: gzip

=== but not when its bytes would have to be converted
--- http_config
    charset_map one two { C3 41; }
--- config
    gzip_static always;
    source_charset one;
    charset two;
--- user_files
>>> a.txt.gz
compressed
--- request: GET /a.txt
--- response_headers
Content-Type: text/plain
--- response_body
compressed
