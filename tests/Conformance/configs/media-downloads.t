Downloads with signed links: secure_link by hash and by word, names in Content-Disposition, rate limits by variable.

=== media downloads
--- raw_config
events { }

http {
    types { video/mp4 mp4; application/pdf pdf; }
    default_type application/octet-stream;
    access_log off;
    server_tokens off;

    server {
        listen {port};
        root {root}/html;

        location /files/ {
            secure_link $arg_md5,$arg_expires;
            secure_link_md5 "$secure_link_expires$uri secret";
            if ($secure_link = "") { return 403; }
            if ($secure_link = "0") { return 410; }
            add_header Content-Disposition 'attachment; filename="$arg_name"';
            limit_rate_after 1m;
            limit_rate 10m;
        }

        location /open/ {
            secure_link $arg_md5;
            secure_link_md5 "$uri secret";
            if ($secure_link != 1) { return 403 "no\n"; }
            alias {root}/html/files/;
        }

        location /p/ {
            secure_link_secret word;
            if ($secure_link = "") { return 403; }
            rewrite ^ /by-word/$secure_link;
        }
        location /by-word/ { internal; alias {root}/html/files/; }

        location /hotlink/ {
            valid_referers none blocked server_names *.example.com example.* www.example.org/galleries/ ~\.google\.;
            if ($invalid_referer) { return 403; }
            alias {root}/html/files/;
        }
    }
}
--- user_files
>>> html/files/a.pdf
a document
>>> html/files/film.mp4
a film
--- requests
GET /files/a.pdf
GET /files/a.pdf?md5=x&expires=1
GET /files/a.pdf?md5=ckMF9eVC2_VM8q0n6uXbfA&expires=2147483647
GET /files/a.pdf?md5=tFxR6VpZJ6_mB4EImTu7jg&expires=1
GET /open/a.pdf
GET /open/a.pdf?md5=AAAAAAAAAAAAAAAAAAAAAA
GET /open/a.pdf?md5=mdlWZcwyn_feqtYB6DkXmQ
GET /p/3f2c0e6ec0b9d5c2f1e3f1ab1fc3a4a1/a.pdf
GET /p/1493a30432c50429d7d0f98a32be3a9d/a.pdf
GET /p/a.pdf
GET /by-word/a.pdf
GET /hotlink/film.mp4
GET /hotlink/film.mp4
    Referer: https://images.example.com/page
GET /hotlink/film.mp4
    Referer: http://example.net
GET /hotlink/film.mp4
    Referer: http://www.example.org/galleries/x
GET /hotlink/film.mp4
    Referer: http://www.example.org/other
GET /hotlink/film.mp4
    Referer: https://www.google.de/search
GET /hotlink/film.mp4
    Referer: hidden
GET /hotlink/film.mp4
    Referer: https://thief.test/
