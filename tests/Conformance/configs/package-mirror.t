A mirror of packages: listings in several formats, odd file names, no dot files, a copy of the traffic to somewhere else.

=== package mirror
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/plain txt; application/gzip gz; }
    default_type application/octet-stream;

    server {
        listen {port};
        root {root}/html;
        autoindex on;
        autoindex_exact_size on;
        autoindex_localtime off;

        location / { }
        location /small/ { alias {root}/html/pool/; autoindex_exact_size off; }
        location /json/ { alias {root}/html/pool/; autoindex_format json; }
        location /xml/ { alias {root}/html/pool/; autoindex_format xml; }
        location /jsonp/ { alias {root}/html/pool/; autoindex_format jsonp; }
        location /off/ { alias {root}/html/pool/; autoindex off; }
        location /random/ { alias {root}/html/single/; random_index on; }
        location /mirrored/ { alias {root}/html/pool/; mirror /copy; mirror_request_body off; }
        location = /copy { internal; proxy_pass http://127.0.0.1:{port2}$request_uri; }
        location ~ /\.ht { deny all; }
        location /around/ { alias {root}/html/single/; add_before_body /head.txt; add_after_body /foot.txt; addition_types *; }
    }
    server { listen 127.0.0.1:{port2}; return 204; }
}
--- user_files
>>> html/pool/a-1.0.tar.gz
0123456789
>>> html/pool/b & c.txt
text
>>> html/pool/d<e>.txt
text
>>> html/pool/a file with a very long name that a listing has to shorten somehow.txt
text
>>> html/pool/100%.txt
text
>>> html/pool/sub/x.txt
x
>>> html/pool/question?.txt
text
>>> html/pool/quote"d.txt
text
>>> html/pool/.hidden
hidden
>>> html/single/only.txt
only
>>> html/head.txt
head
>>> html/foot.txt
foot
>>> html/.htpasswd
secret
--- requests
GET /pool/
GET /small/
GET /pool
GET /pool/b%20&%20c.txt
GET /pool/d%3Ce%3E.txt
GET /pool/100%25.txt
GET /pool/question%3F.txt
GET /pool/quote%22d.txt
GET /pool/sub/
GET /json/sub/
GET /xml/sub/
GET /jsonp/sub/?callback=show
GET /jsonp/sub/
HEAD /json/sub/
POST /pool/
    > x
GET /off/
GET /random/
GET /random
GET /mirrored/sub/x.txt?q
POST /mirrored/sub/x.txt
    > x
GET /.htpasswd
GET /around/only.txt
GET /around/only.txt
    Range: bytes=0-1
GET /pool/none/
