autoindex: lists of directories.

=== a page
--- config
    autoindex on;
--- user_files
>>> d/b <&>.txt
hello
>>> d/c/x
x
>>> d/.hidden
x
--- request: GET /d/
--- response_headers
Content-Type: text/html
--- response_body_like: ^<html>\r\n<head><title>Index of /d/</title></head>\r\n<body>\r\n<h1>Index of /d/</h1><hr><pre><a href="\.\./">\.\./</a>\r\n<a href="c/">c/</a>                                                 \d\d-\w{3}-\d{4} \d\d:\d\d                   -\r\n<a href="b%20%3C%26%3E\.txt">b &lt;&amp;&gt;\.txt</a>                                          \d\d-\w{3}-\d{4} \d\d:\d\d                   6\r\n</pre><hr></body>\r\n</html>\r\n$

=== long names are cut
--- config
    autoindex on;
--- user_files
>>> d/long-name-with-exactly-fifty-characters-0123456789
x
>>> d/longer-name-with-exactly-fifty-1characters-0123456789
x
--- request: GET /d/
--- response_body_like: >long-name-with-exactly-fifty-characters-0123456789</a> \d\d-.*>longer-name-with-exactly-fifty-1characters-0123..&gt;</a> \d\d-

=== sizes that people read
--- config
    autoindex on;
    autoindex_exact_size off;
--- user_files
>>> d/x
hello
--- request: GET /d/
--- response_body_like: \d\d:\d\d       6\r\n

=== JSON
--- config
    autoindex on;
    autoindex_format json;
--- user_files
>>> d/a"b\c
hello
>>> d/c/x
x
--- request: GET /d/
--- response_headers
Content-Type: application/json
--- response_body_like: ^\[\r\n{ "name":"c", "type":"directory", "mtime":"[^"]+ GMT" },\r\n{ "name":"a\\"b\\\\c", "type":"file", "mtime":"[^"]+ GMT", "size":6 }\r\n\]$

=== JSONP
--- config
    autoindex on;
    autoindex_format jsonp;
--- user_files
>>> d/a
hello
--- request: GET /d/?callback=f
--- response_headers
Content-Type: application/javascript
--- response_body_like: ^/\* callback \*/\r\nf\(\[\r\n.*\r\n\]\);$

=== a callback is a name
--- config
    autoindex on;
    autoindex_format jsonp;
--- user_files
>>> d/a
hello
--- request: GET /d/?callback=alert(1)
--- error_code: 400
--- error_log
client sent invalid callback name: "alert(1)"

=== XML
--- config
    autoindex on;
    autoindex_format xml;
--- user_files
>>> d/a&b
hello
>>> d/c/x
x
--- request: GET /d/
--- response_headers
Content-Type: text/xml; charset=utf-8
--- response_body_like: ^<\?xml version="1\.0"\?>\r\n<list>\r\n<directory mtime="[-\dT:]+Z">c</directory>\r\n<file mtime="[-\dT:]+Z" size="6">a&amp;b</file>\r\n</list>\r\n$

=== an index comes first
--- config
    autoindex on;
--- user_files
>>> d/index.html
index
--- request: GET /d/
--- response_body
index

=== what is not there
--- config
    location / { autoindex on; index .none; }
--- request: GET /d/
--- error_code: 404

=== a callback's name has letters, digits, "_" and "." only
--- config
    autoindex on;
    autoindex_format jsonp;
--- user_files
>>> d/x
hello
--- request: GET /d/?callback=a[0]
--- error_code: 400
--- error_log
client sent invalid callback name: "a[0]"
