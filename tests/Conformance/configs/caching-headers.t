What caches are told: expires in its forms, validators on and off, added fields by status, inherited ones.

=== caching headers
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/html html; text/css css; image/png png; application/pdf pdf; }
    default_type text/plain;
    map $sent_http_content_type $by_type { default off; text/html epoch; text/css max; ~image/ 30d; application/pdf -1; }

    server {
        listen {port};
        root {root}/html;
        add_header X-Outer outer;

        location / { expires $by_type; }
        location /1h/ { alias {root}/html/; expires 1h; }
        location /minus/ { alias {root}/html/; expires -1h; }
        location /modified/ { alias {root}/html/; expires modified +24h; }
        location /epoch/ { alias {root}/html/; expires epoch; }
        location /max/ { alias {root}/html/; expires max; }
        location /zero/ { alias {root}/html/; expires 0; }
        location /off/ { alias {root}/html/; expires off; }
        location /own/ { alias {root}/html/; add_header X-Own own; add_header X-Always always always; }
        location /empty/ { alias {root}/html/; add_header X-Empty ""; add_header X-Arg $arg_a; }
        location /cache-control/ { alias {root}/html/; expires 1d; add_header Cache-Control public; add_header Cache-Control "stale-while-revalidate=60"; }
        location /no-etag/ { alias {root}/html/; etag off; }
        location /ims-off/ { alias {root}/html/; if_modified_since off; }
        location /ims-before/ { alias {root}/html/; if_modified_since before; }
        location /last-modified/ { alias {root}/html/; add_header Last-Modified ""; }
        location /own-etag/ { alias {root}/html/; add_header ETag '"mine"'; }
        location /trailer/ { alias {root}/html/; add_trailer X-Sum 12; gzip on; gzip_min_length 1; gzip_types *; }
        location /status/ { add_header X-Ok ok; add_header X-All all always; expires 1h; return 404 "no\n"; }
        location /created/ { add_header X-Ok ok; return 201 "yes\n"; }
        location /redirected/ { add_header X-Ok ok; expires 1h; return 302 /; }
        location /daily/ { alias {root}/html/; expires @15h30m; }
        location /if/ { alias {root}/html/; if ($arg_a) { add_header X-If "$arg_a"; expires 10m; } }
        location /keep/ { alias {root}/html/; keepalive_timeout 5s 3s; }
    }
}
--- user_files
>>> html/a.html
html
>>> html/a.css
css
>>> html/a.png
png
>>> html/a.pdf
pdf
>>> html/a
plain
--- requests
GET /a.html
GET /a.css
GET /a.png
GET /a.pdf
GET /a
GET /1h/a
GET /minus/a
GET /modified/a
GET /epoch/a
GET /max/a
GET /zero/a
GET /off/a
GET /own/a
GET /own/none
GET /empty/a?a=
GET /empty/a?a=1
GET /cache-control/a
GET /no-etag/a
GET /ims-off/a
    If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT
GET /ims-before/a
    If-Modified-Since: Tue, 02 Jan 2024 00:00:00 GMT
GET /ims-before/a
    If-Modified-Since: Sun, 31 Dec 2023 00:00:00 GMT
GET /a
    If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT
GET /a
    If-Modified-Since: Tue, 02 Jan 2024 00:00:00 GMT
GET /a
    If-Modified-Since: nonsense
GET /a
    If-None-Match: "65920080-6"
GET /a
    If-None-Match: W/"65920080-6", "x"
GET /a
    If-None-Match: "x"
    If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT
GET /a
    If-Match: "x"
GET /last-modified/a
GET /own-etag/a
GET /trailer/a
    Accept-Encoding: gzip
    TE: trailers
GET /status/x
GET /created/x
GET /redirected/x
GET /daily/a
    ! Expires: both read the clock
    ! Cache-Control: both read the clock
GET /if/a
GET /if/a?a=1
GET /keep/a
    Connection: keep-alive
HEAD /1h/a
GET /1h/none
