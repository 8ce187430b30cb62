Pages of a backend changed on the way: links, scripts at the end, types, once and always.

=== substitutions
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/html html; text/css css; application/json json; text/xml xml; }
    default_type text/html;

    server {
        listen {port};
        root {root}/html;
        location / { sub_filter 'http://old.example/' 'https://$host/'; sub_filter '</body>' '<script src="/x.js"></script></body>'; sub_filter_once off; }
        location /once/ { alias {root}/html/; sub_filter foo bar; }
        location /dates/ { alias {root}/html/; sub_filter foo bar; sub_filter_last_modified on; }
        location /types/ { alias {root}/html/; sub_filter_types application/json text/css; sub_filter_once off; sub_filter foo "[$uri]"; }
        location /all/ { alias {root}/html/; sub_filter_types *; sub_filter_once off; sub_filter foo ""; sub_filter FOO2 x; sub_filter a b; }
        location /proxied/ { proxy_pass http://127.0.0.1:{port2}/; proxy_set_header Accept-Encoding ""; sub_filter old.example new.example; sub_filter_once off; }
        location /zipped/ { proxy_pass http://127.0.0.1:{port2}/zip/; gunzip on; sub_filter old.example new.example; }
        location /compressed/ { alias {root}/html/; gzip on; gzip_min_length 1; sub_filter foo bar; sub_filter_once off; }
        location /variable/ { alias {root}/html/; sub_filter $arg_from $arg_to; sub_filter_once off; }
        location /inherited/ { sub_filter_types text/css; sub_filter foo deep; sub_filter_once off; alias {root}/html/; location /inherited/more/ { alias {root}/html/; } }
    }
    server {
        listen 127.0.0.1:{port2};
        root {root}/html;
        location / { }
        location /zip/ { alias {root}/html/; gzip on; gzip_min_length 1; gzip_http_version 1.0; gzip_proxied any; }
    }
}
--- user_files
>>> html/page.html
<html><body><a href="http://old.example/a">foo</a> foo FOO <a HREF="HTTP://OLD.EXAMPLE/b">x</a></body></html>
>>> html/data.json
{"foo": "foo foo2 foO"}
>>> html/style.css
.foo { color: red } .foofoo { }
>>> html/none.xml
<foo/>
>>> html/empty.html
--- requests
GET /page.html
GET /page.html
    Host: www.example.com
HEAD /page.html
GET /page.html
    Range: bytes=0-9
GET /page.html
    If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT
GET /once/page.html
GET /once/none.xml
GET /dates/page.html
GET /types/data.json
GET /types/style.css
GET /types/none.xml
GET /all/data.json
GET /all/none.xml
GET /all/style.css
GET /proxied/page.html
GET /proxied/none
GET /zipped/page.html
GET /zipped/page.html
    Accept-Encoding: gzip
GET /compressed/page.html
    Accept-Encoding: gzip
GET /variable/page.html?from=foo&to=baz
GET /variable/page.html
GET /inherited/style.css
GET /inherited/more/style.css
GET /empty.html
GET /page.html HTTP/1.0
