brotli: who gets what. nginx needs a module of others for it.

=== before gzip, where the client takes both
--- config
    brotli on; gzip on; brotli_types text/plain; gzip_types text/plain; gzip_vary on;
--- user_files
>>> a.txt
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip, deflate, br
--- response_headers
Content-Encoding: br
Vary: Accept-Encoding
!Content-Length
!Accept-Ranges
--- needs: engine

=== not for those who don't
--- config
    brotli on; brotli_types text/plain; gzip on; gzip_types text/plain;
--- user_files
>>> a.txt
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip, br;q=0
--- response_headers
Content-Encoding: gzip
--- needs: engine

=== neither short ones nor other types
--- config
    brotli on; brotli_min_length 1k;
    location /b { brotli_min_length 1; brotli_types text/css; }
--- user_files
>>> a.html
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
>>> b.txt
b
--- pipelined_requests
GET /a.html
GET /b.txt
--- more_headers
Accept-Encoding: br
--- response_headers
!Content-Encoding
--- response_body
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
b
--- needs: engine

=== a file that is compressed already
--- config
    brotli_static on; gzip_vary on;
--- user_files
>>> a.txt
plain
>>> a.txt.br
compressed
--- pipelined_requests
GET /a.txt
--- more_headers
Accept-Encoding: br
--- response_headers
Content-Encoding: br
Content-Type: text/plain
Vary: Accept-Encoding
--- response_body
compressed
--- needs: engine

=== the plain one for others
--- config
    brotli_static on; gzip_vary on;
--- user_files
>>> a.txt
plain
>>> a.txt.br
compressed
--- request: GET /a.txt
--- response_headers
!Content-Encoding
Vary: Accept-Encoding
--- response_body
plain
--- needs: engine

=== the compressed one for all
--- config
    brotli_static always;
--- user_files
>>> a.txt.br
compressed
--- request: GET /a.txt
--- response_headers
Content-Encoding: br
--- response_body
compressed
--- needs: engine

=== windows
--- http_config
    brotli_window 3k;
--- must_die
--- error_log: must be a power of two from 1k to 16m
--- needs: engine

=== levels
--- http_config
    brotli_comp_level 12;
--- must_die
--- error_log: value must be between 0 and 11
--- needs: engine
