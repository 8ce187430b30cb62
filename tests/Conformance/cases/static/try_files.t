try_files: the first name that is there, or the last word.

=== the first file that is there
--- config
    location / { try_files /none $uri.txt =404; }
--- user_files
>>> a.txt
hello
--- request: GET /a
--- response_headers
Content-Type: text/plain
--- response_body
hello

=== a code when there is none
--- config
    location / { try_files $uri =404; }
--- request: GET /a
--- error_code: 404
--- no_error_log
[error]

=== a named location
--- config
    location / { try_files $uri @else; }
    location @else { return 200 "else $uri"; }
--- request: GET /a
--- response_body chomp
else /a

=== a URI with arguments
--- config
    location / { try_files $uri /else?u=$uri&$args; }
    location = /else { return 200 "$uri $args"; }
--- request: GET /a?x=y
--- response_body chomp
/else u=/a&x=y

=== a URI without arguments drops those of the request
--- config
    location / { try_files $uri /else; }
    location = /else { return 200 "args: $args"; }
--- request: GET /a?x=y
--- response_body chomp
args: 

=== a name with a slash means a directory
--- config
    location / { try_files $uri/ =404; }
--- user_files
>>> d/index.html
index of d
>>> f
file
--- pipelined_requests
GET /f
GET /d
--- error_code: 404 301

=== a name without a slash means a file
--- config
    location / { try_files $uri =404; }
--- user_files
>>> d/x
x
--- request: GET /d
--- error_code: 404

=== with an alias the location's name is cut off
--- config
    location /i/ { alias {root}/html/d/; try_files $uri x.txt =404; }
--- user_files
>>> d/a.txt
a
>>> d/x.txt
x
--- pipelined_requests
GET /i/a.txt
GET /i/b.txt
--- response_body
a
x

=== with an alias below a regular expression names are put behind it
--- config
    location ~ ^/i(?<rest>/.*) { alias {root}/html/d; try_files $rest /x.txt =404; }
--- user_files
>>> d/a.txt
a
>>> d/x.txt
x
--- pipelined_requests
GET /i/a.txt
GET /i/b.txt
--- response_body
a
x

=== names can't lead out of an alias
--- needs: engine
--- config
    location /i { alias {root}/html/d/; try_files $uri =404; }
--- user_files
>>> d/a.txt
a
>>> secret.txt
secret
--- request: GET /i../secret.txt
--- error_code: 404

=== it is not inherited
--- config
    try_files /a.txt =404;
    location /inner { }
--- user_files
>>> a.txt
a
--- request: GET /inner
--- error_code: 404
--- error_log
html/inner" failed (2:

=== circles end
--- config
    location / { try_files /none /b; }
--- request: GET /a
--- error_code: 500
--- error_log
rewrite or internal redirection cycle while internally redirecting to "/b"

=== once is enough
--- config
    try_files a b;
    try_files c d;
--- must_die
--- error_log
"try_files" directive is duplicate

=== the code is a number
--- config
    try_files a =x;
--- must_die
--- error_log
invalid code "=x"

=== an empty name is the path of an alias that has captures
--- config
    location ~ ^/files/(.*)$ { alias {root}/html/d/$1; try_files "" /fallback; default_type text/x; }
    location = /fallback { return 200 fallback; }
--- user_files
>>> d/a.txt
hello
--- pipelined_requests
GET /files/a.txt
GET /files/none
--- response_body chomp
hello
fallback
