An edge that keeps media: ranges, cross-origin headers, precompressed files, signed-in visitors told apart.

=== cdn
--- raw_config
worker_processes auto;
events { worker_connections 512; multi_accept on; }

http {
    server_tokens off;
    access_log off;
    sendfile on;
    aio threads;
    directio 4m;
    open_file_cache max=1000 inactive=20s;
    open_file_cache_valid 30s;
    open_file_cache_errors on;
    etag on;
    types { text/css css; application/javascript js; image/png png; video/mp4 mp4; text/plain txt; font/woff2 woff2; }

    map $sent_http_content_type $cache_for {
        default                 off;
        text/html               epoch;
        text/css                max;
        application/javascript  max;
        ~image/                 30d;
        ~video/                 -1;
    }

    map $http_origin $allow_origin {
        default "";
        ~^https?://([a-z0-9-]+\.)*example\.com(:\d+)?$ $http_origin;
    }

    server {
        listen {port};
        server_name cdn.example.com;
        root {root}/html;
        expires $cache_for;

        location /fonts/ {
            add_header Access-Control-Allow-Origin $allow_origin;
            add_header Vary Origin;
            if ($request_method = OPTIONS) {
                add_header Access-Control-Allow-Origin $allow_origin;
                add_header Access-Control-Allow-Methods "GET, OPTIONS";
                add_header Access-Control-Max-Age 1728000;
                return 204;
            }
        }

        location /static/ {
            gzip_static on;
            gzip_http_version 1.1;
            gzip_vary on;
            add_header X-Cache-Key "$scheme$host$uri$is_args$args";
        }

        location /video/ {
            max_ranges 2;
            add_header Accept-Ranges-Note $http_range;
        }

        location /no-ranges/ { max_ranges 0; alias {root}/html/video/; }

        location ~ ^/v\d+/(?<rest>.+)$ {
            alias {root}/html/static/$rest;
        }
    }
}
--- user_files
>>> html/static/app.css
body { color: black }
>>> html/static/app.css.gz
not really compressed
>>> html/static/plain.txt
plain
>>> html/fonts/a.woff2
woff
>>> html/video/film.mp4
0123456789abcdefghijklmnopqrstuvwxyz
>>> html/static/pic.png
png
--- requests
GET /static/app.css
GET /static/app.css
    Accept-Encoding: gzip
    ! body: the file is no gzip, only named so
GET /static/plain.txt
    Accept-Encoding: gzip
GET /static/plain.txt?a=1&b=2
GET /static/pic.png
HEAD /static/pic.png
GET /static/none.png
GET /v12/app.css
GET /v12/none.css
GET /v12/../video/film.mp4
GET /fonts/a.woff2
    Origin: https://www.example.com
GET /fonts/a.woff2
    Origin: https://www.example.org
OPTIONS /fonts/a.woff2
    Origin: http://example.com:8080
GET /video/film.mp4
    Range: bytes=0-4
GET /video/film.mp4
    Range: bytes=-5
GET /video/film.mp4
    Range: bytes=30-
GET /video/film.mp4
    Range: bytes=36-
GET /video/film.mp4
    Range: bytes=0-1,3-4
    ! Content-Type: the boundary is a number that is counted up
    ! body: the same
GET /video/film.mp4
    Range: bytes=0-1,3-4,6-7
GET /video/film.mp4
    Range: bytes=a-b
GET /video/film.mp4
    Range: bytes=5-4
GET /video/film.mp4
    Range: lines=0-4
GET /video/film.mp4
    Range: bytes=0-4
    If-Range: "no-such-tag"
GET /video/film.mp4
    Range: bytes=0-4
    If-Range: Mon, 01 Jan 2024 00:00:00 GMT
GET /no-ranges/film.mp4
    Range: bytes=0-4
GET /video/film.mp4
    If-Unmodified-Since: Sun, 31 Dec 2023 00:00:00 GMT
GET /video/film.mp4
    If-Match: *
GET /video/film.mp4
    If-None-Match: *
