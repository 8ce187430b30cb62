gzip: which responses are compressed. What the bytes unpack to is shown with gunzip in between.

=== a response that is worth it
--- config
    gzip on;
    gzip_types text/plain;
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip
--- response_headers
Content-Encoding: gzip
Transfer-Encoding: chunked
!Content-Length
!Accept-Ranges
--- raw_response_headers_like: ETag: W/"[0-9a-f]+-20"
--- response_body_like: ^\x1f\x8b\x08

=== not without being asked
--- config
    gzip on;
    gzip_types text/plain;
    gzip_vary on;
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt
--- response_headers
!Content-Encoding
Vary: Accept-Encoding
Content-Length: 32

=== not with a weight of zero
--- config
    gzip on;
    gzip_types text/plain;
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt
--- more_headers
Accept-Encoding: br, gzip;q=0
--- response_headers
!Content-Encoding

=== other types only when they are named
--- config
    gzip on;
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip
--- response_headers
!Content-Encoding

=== text/html without being named
--- config
    gzip on;
    gzip_types text/css;
    location / { default_type text/html; return 200 "some text, some text, some text"; }
--- request: GET /
--- more_headers
Accept-Encoding: gzip
--- response_headers
Content-Encoding: gzip

=== nothing shorter than gzip_min_length
--- config
    gzip on;
    gzip_types *;
    gzip_min_length 33;
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip
--- response_headers
!Content-Encoding
Content-Length: 32

=== not for HTTP/1.0 unless gzip_http_version says so
--- config
    gzip on;
    gzip_types *;
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt HTTP/1.0
--- more_headers
Accept-Encoding: gzip
--- response_headers
!Content-Encoding

=== not for proxies by default
--- config
    gzip on;
    gzip_types *;
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip
Via: 1.1 proxy
--- response_headers
!Content-Encoding

=== for proxies when the response is not to be cached
--- config
    gzip on;
    gzip_types *;
    gzip_proxied no-cache;
    add_header Cache-Control "private, no-cache";
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip
Via: 1.1 proxy
--- response_headers
Content-Encoding: gzip

=== gzip_disable by user agent
--- config
    gzip on;
    gzip_types *;
    gzip_disable "^old";
--- user_files
>>> a.txt
some text, some text, some text
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip
User-Agent: Old browser
--- response_headers
!Content-Encoding

=== the ratio is logged
--- http_config
    log_format ratio "ratio $gzip_ratio";
--- config
    gzip on;
    gzip_types *;
    access_log logs/access.log ratio;
    location / { return 200 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"; }
--- request: GET /
--- more_headers
Accept-Encoding: gzip
--- access_log
ratio 4.

=== a level of ten is an error
--- config
    gzip_comp_level 10;
--- must_die
--- error_log
value must be
