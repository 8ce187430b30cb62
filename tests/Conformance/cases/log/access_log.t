The access log: formats, escaping, conditions, levels.

=== TEST 1: the predefined format
--- config
    location / { return 200 "hello"; }
--- request
GET /a?b=c
--- more_headers
Referer: http://there/
User-Agent: browser
--- response_body chomp
hello
--- access_log
] "GET /a?b=c HTTP/1.1" 200 5 "http://there/" "browser"
127.0.0.1 - - [

=== TEST 2: the user name of basic authentication, checked by nobody
--- config
    location / { return 200; }
--- request
GET /
--- more_headers
Authorization: Basic d2U6bm8=
--- access_log
127.0.0.1 - we [

=== TEST 3: values are escaped by default, a missing one is "-"
--- http_config
    log_format a '{$http_x} {$http_none} {$arg_empty}';
--- config
    location / { access_log logs/access.log a; return 200; }
--- request
GET /?empty=
--- more_headers unescape
X: a"b\\c\td\xc3\xa9\r\n
--- access_log
{a\x22b\x5Cc\x09d\xC3\xA9} {-} {}

=== TEST 4: escape=json, where a missing value is empty
--- http_config
    log_format a escape=json '{"x":"$http_x","none":"$http_none"}';
--- config
    location / { access_log logs/access.log a; return 200; }
--- request
GET /
--- more_headers unescape
X: a"b\\c\td\r\n
--- access_log
{"x":"a\"b\\c\td","none":""}

=== TEST 5: escape=none
--- http_config
    log_format a escape=none '($http_x$http_none)';
--- config
    location / { access_log logs/access.log a; return 200; }
--- request
GET /
--- more_headers unescape
X: a"b\\c\r\n
--- access_log
(a"b\c)

=== TEST 6: log_escape_non_ascii off
--- needs: engine
--- http_config
    log_format a '($http_x)';
--- config
    location / { log_escape_non_ascii off; access_log logs/access.log a; return 200; }
--- request
GET /
--- more_headers unescape
X: \xc3\xa9"\r\n
--- access_log unescape
(\xc3\xa9\\x22)

=== TEST 7: off
--- config
    location / { access_log off; return 200; }
--- request
GET /quiet
--- no_access_log
quiet

=== TEST 8: if=, empty and "0" do not log
--- http_config
    log_format a '<$uri>';
--- config
    location / { access_log logs/access.log a if=$arg_log; return 200; }
--- pipelined_requests
GET /zero?log=0
GET /empty?log=
GET /none
GET /yes?log=1
--- access_log
</yes>
--- no_access_log
</zero>
</empty>
</none>

=== TEST 9: several logs at one level, one of them with a variable in its path
--- http_config
    log_format a '<one $uri>';
    log_format b '<two $uri>';
--- config
    location / {
        access_log logs/access.log a;
        access_log logs/$arg_name.log b;
        return 200;
    }
--- user_files
>>> index.html
--- request
GET /x?name=access
--- access_log
<one /x>
<two /x>

=== TEST 10: a path with variables writes nothing where the root does not exist
--- http_config
    log_format b '<two $uri>';
--- config
    location / {
        root /nonexistent;
        access_log logs/$arg_name.log b;
        return 200;
    }
--- request
GET /x?name=access
--- no_access_log
<two

=== TEST 11: the numbers of the response
--- http_config
    log_format a '$status $body_bytes_sent $request_length $connection_requests';
--- config
    location / { access_log logs/access.log a; return 404 "gone away"; }
--- raw_request unescape
GET / HTTP/1.0\r\nA: b\r\n\r\n
--- error_code: 404
--- access_log
404 9 24 1

=== TEST 12: a request whose line is broken
--- http_config
    access_log logs/access.log;
--- config
    location / { return 200; }
--- raw_request unescape
GET / HTTP/1.x\r\n\r\n
--- error_code: 400
--- access_log
"GET / HTTP/1.x" 400 157 "-" "-"

=== TEST 13: unknown format
--- config
    access_log logs/access.log nosuch;
--- must_die
--- error_log
[emerg] unknown log format "nosuch" in

=== TEST 14: lines of several buffered logs to one file
--- http_config
    access_log logs/access.log combined buffer=4k flush=5s;
--- config
    location / { return 200; }
    location /b { access_log logs/access.log combined buffer=8k; }
--- must_die
--- error_log
access.log" already defined with conflicting parameters in

=== requests that came along with the one before
--- http_config
    log_format p "<$uri $pipe>";
--- config
    access_log logs/access.log p;
    location / { return 204; }
--- pipelined_requests
GET /a
GET /b
GET /c
--- error_code: 204
--- access_log
</a .>
</b p>

=== a path that can't be understood is empty, one that never came is none
--- http_config
    log_format u "<$status $uri|$document_uri>";
--- config
    access_log logs/access.log u;
--- raw_request unescape
GET /../x HTTP/1.1\r\nHost: localhost\r\n\r\n
--- error_code: 400
--- access_log
<400 |>
