gunzip and gzip_static: files that are compressed already.

=== gzip_static sends the compressed file to those who take it
--- config
    gzip_static on;
--- user_files
>>> a.txt
plain
>>> a.txt.gz
compressed
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip
--- response_headers
Content-Encoding: gzip
Content-Type: text/plain
Content-Length: 11
--- response_body
compressed

=== and the plain file to others
--- config
    gzip_static on;
    gzip_vary on;
--- user_files
>>> a.txt
plain
>>> a.txt.gz
compressed
--- request: GET /a.txt
--- response_headers
!Content-Encoding
Vary: Accept-Encoding
--- response_body
plain

=== always is for everybody
--- config
    gzip_static always;
--- user_files
>>> a.txt.gz
compressed
--- request: GET /a.txt
--- response_headers
Content-Encoding: gzip

=== without a compressed file the plain one is sent
--- config
    gzip_static on;
--- user_files
>>> a.txt
plain
--- request: GET /a.txt
--- more_headers
Accept-Encoding: gzip
--- response_headers
!Content-Encoding
--- no_error_log
[error]
--- response_body
plain

=== a compressed name can't lead out of an alias
--- needs: engine
--- config
    location /i { alias {root}/html/d/; gzip_static always; }
--- user_files
>>> d/x
x
>>> secret.gz
secret
--- request: GET /i../secret
--- error_code: 404
