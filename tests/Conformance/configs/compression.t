Compression by type, size, client and proxy; files compressed beforehand; bodies unpacked for those who cannot.

=== compression
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/html html; text/css css; application/json json; image/png png; text/plain txt; }
    default_type application/octet-stream;

    gzip on;
    gzip_min_length 20;
    gzip_vary on;
    gzip_comp_level 6;
    gzip_types text/css application/json;
    gzip_disable "msie6" "Old/[0-9]";
    gzip_proxied no-cache no-store private expired auth;

    server {
        listen {port};
        root {root}/html;
        location / { }
        location /types-all/ { alias {root}/html/; gzip_types *; }
        location /off/ { alias {root}/html/; gzip off; }
        location /static/ { alias {root}/html/; gzip_static on; }
        location /always/ { alias {root}/html/; gzip_static always; gunzip on; }
        location /proxied-any/ { alias {root}/html/; gzip_proxied any; }
        location /http11/ { alias {root}/html/; gzip_http_version 1.0; }
        location /no-vary/ { alias {root}/html/; gzip_vary off; }
        location /upstream/ { proxy_pass http://127.0.0.1:{port2}/; }
        location /unpacked/ { proxy_pass http://127.0.0.1:{port2}/zip/; gunzip on; gzip off; }
        location /packed/ { proxy_pass http://127.0.0.1:{port2}/zip/; }
        location /range/ { alias {root}/html/; }
        location /text { default_type text/css; return 200 "a text that is made here and long enough to be compressed\n"; }
    }
    server {
        listen 127.0.0.1:{port2};
        root {root}/html;
        gzip off;
        location / { add_header Cache-Control "private"; }
        location /public/ { alias {root}/html/; add_header Cache-Control public; }
        location /zip/ { alias {root}/html/; gzip on; gzip_http_version 1.0; gzip_proxied any; }
    }
}
--- user_files
>>> html/long.html
<p>long enough to be compressed, long enough to be compressed, long enough to be compressed</p>
>>> html/short.html
<p>short</p>
>>> html/long.css
.long-enough { color: red } .long-enough { color: red } .long-enough { color: red }
>>> html/data.json
{"long": "enough, enough, enough, enough, enough, enough, enough, enough, enough"}
>>> html/pic.png
this would be compressed if it were not a picture, but it is one by its name
>>> html/note.txt
this would be compressed if its type were in the list, but it is not, is it
>>> html/empty.css
--- requests
GET /long.html
GET /long.html
    Accept-Encoding: gzip
GET /long.html
    Accept-Encoding: deflate, gzip;q=1.0, *;q=0.5
GET /long.html
    Accept-Encoding: gzip;q=0
GET /long.html
    Accept-Encoding: *
GET /long.html
    Accept-Encoding: x-gzip
GET /long.html
    Accept-Encoding: identity
HEAD /long.html
    Accept-Encoding: gzip
GET /short.html
    Accept-Encoding: gzip
GET /long.css
    Accept-Encoding: gzip
GET /empty.css
    Accept-Encoding: gzip
GET /data.json
    Accept-Encoding: gzip
GET /pic.png
    Accept-Encoding: gzip
GET /note.txt
    Accept-Encoding: gzip
GET /types-all/note.txt
    Accept-Encoding: gzip
GET /off/long.html
    Accept-Encoding: gzip
GET /long.html
    Accept-Encoding: gzip
    User-Agent: Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)
GET /long.html
    Accept-Encoding: gzip
    User-Agent: Old/5
GET /long.html
    Accept-Encoding: gzip
    Via: 1.1 proxy
GET /proxied-any/long.html
    Accept-Encoding: gzip
    Via: 1.1 proxy
GET /long.html HTTP/1.0
    Accept-Encoding: gzip
GET /http11/long.html HTTP/1.0
    Accept-Encoding: gzip
GET /no-vary/long.html
    Accept-Encoding: gzip
GET /long.html
    Accept-Encoding: gzip
    Range: bytes=0-4
GET /long.html
    Accept-Encoding: gzip
    If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT
GET /static/long.html
    Accept-Encoding: gzip
GET /always/long.html
GET /upstream/long.html
    Accept-Encoding: gzip
GET /upstream/public/long.css
    Accept-Encoding: gzip
GET /unpacked/long.html
GET /unpacked/long.html
    Accept-Encoding: gzip
GET /packed/long.html
    Accept-Encoding: gzip
GET /packed/long.html
GET /text
    Accept-Encoding: gzip
GET /none.html
    Accept-Encoding: gzip
