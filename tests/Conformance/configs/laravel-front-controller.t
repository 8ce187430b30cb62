A framework's front controller: files as they are, everything else to the application, which is another server here.

=== front controller
--- raw_config
worker_processes 2;
events { worker_connections 256; }

http {
    default_type application/octet-stream;
    types { text/html html; text/css css; application/javascript js; text/plain txt; image/x-icon ico; }
    access_log off;
    server_tokens off;

    upstream app { server 127.0.0.1:{port2}; keepalive 4; }

    server {
        listen {port};
        server_name shop.example;
        root {root}/html/public;

        add_header X-Frame-Options "SAMEORIGIN";
        add_header X-Content-Type-Options "nosniff";

        index index.html index.php;
        charset utf-8;

        location / {
            try_files $uri $uri/ /index.php?$query_string;
        }

        location = /favicon.ico { access_log off; log_not_found off; }
        location = /robots.txt  { access_log off; log_not_found off; }

        error_page 404 /index.php;

        location ~ ^/index\.php(/|$) {
            proxy_pass http://app;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_set_header X-Original-Uri $request_uri;
            proxy_set_header X-Script $document_root$uri;
            proxy_hide_header X-Powered-By;
        }

        location ~ \.php$ { return 404; }

        location ~ /\.(?!well-known).* {
            deny all;
        }
    }

    server {
        listen 127.0.0.1:{port2};
        default_type text/html;
        location / {
            add_header X-Powered-By "Framework" always;
            add_header Set-Cookie "session=abc; path=/; httponly" always;
            return 200 "$request_method $request_uri args=$args original=$http_x_original_uri host=$http_host script=$http_x_script\n";
        }
        location ~ /missing { return 404 "the application has no such page\n"; }
    }
}
--- user_files
>>> html/public/index.php
<?php
>>> html/public/css/app.css
body { margin: 0 }
>>> html/public/robots.txt
User-agent: *
>>> html/public/docs/index.html
<p>docs</p>
>>> html/public/.env
SECRET=1
>>> html/public/.well-known/security.txt
Contact: mailto:a@example.com
--- requests
GET /
GET /?page=2
GET /products/17?sort=price&dir=asc
GET /css/app.css
GET /css/app.css?v=3
GET /docs
GET /docs/
GET /favicon.ico
GET /robots.txt
GET /index.php
GET /index.php/products?x=1
GET /index.php?x=%20y
GET /admin.php
GET /.env
GET /.git/config
GET /.well-known/security.txt
GET /products/%D0%B0%20b
POST /login
    Content-Type: application/x-www-form-urlencoded
    > user=a&password=b
DELETE /products/17
HEAD /products
PUT /css/app.css
    > x
GET /%2e%2e/%2e%2e/etc/passwd
GET /css/../css/app.css
GET /css
