A blog of the kind that runs on PHP: pretty links, page cache by cookie, refused scripts. PHP is another server here.

=== wordpress
--- raw_config
events { }

http {
    types { text/html html; text/css css; image/jpeg jpg; application/xml xml; text/plain txt; application/javascript js; }
    default_type application/octet-stream;
    access_log off;
    log_not_found off;
    server_tokens off;
    client_max_body_size 64m;
    index index.php;

    upstream php { server unix:{unix}; server 127.0.0.1:{port3} down; }

    limit_req_zone $binary_remote_addr zone=login:10m rate=1r/m;

    map $http_cookie $skip_cache {
        default 0;
        ~*wordpress_logged_in 1;
        ~*comment_author 1;
    }

    server {
        listen {port};
        server_name blog.example.com;
        root {root}/html/wp;

        location = /favicon.ico { log_not_found off; access_log off; }
        location = /robots.txt { allow all; log_not_found off; access_log off; }
        location ~ /\. { deny all; }
        location ~* /(?:uploads|files)/.*\.php$ { deny all; }
        location = /xmlrpc.php { deny all; return 403; }

        set $cache_uri $request_uri;
        if ($request_method = POST) { set $cache_uri 'null cache'; }
        if ($query_string != "") { set $cache_uri 'null cache'; }
        if ($request_uri ~* "(/wp-admin/|/xmlrpc.php|wp-.*.php|index.php|/feed/|sitemap(_index)?.xml)") { set $cache_uri 'null cache'; }
        if ($skip_cache) { set $cache_uri 'null cache'; }

        location / {
            try_files /wp-content/cache/$cache_uri/index.html $uri $uri/ /index.php?$args;
        }

        rewrite /wp-admin$ $scheme://$host$uri/ permanent;
        rewrite ^/sitemap_index\.xml$ /index.php?sitemap=1 last;
        rewrite ^/([^/]+?)-sitemap([0-9]+)?\.xml$ /index.php?sitemap=$1&sitemap_n=$2 last;

        location = /wp-login.php {
            limit_req zone=login burst=1 nodelay;
            include php.conf;
        }

        location ~ \.php$ {
            try_files $uri =404;
            include php.conf;
        }

        location ~* \.(?:js|css|png|jpg|jpeg|gif|ico)$ {
            expires 24h;
            log_not_found off;
        }
    }

    server {
        listen unix:{unix};
        default_type text/html;
        location / { return 200 "php $request_method $http_x_script $http_x_query [$content_length] https=$http_x_https\n"; }
    }
}
--- user_files
>>> conf/php.conf
proxy_set_header X-Script $uri;
proxy_set_header X-Query $query_string;
proxy_set_header X-Https $https;
proxy_http_version 1.1;
proxy_set_header Connection "";
proxy_pass http://php;
>>> html/wp/index.php
<?php
>>> html/wp/wp-login.php
<?php
>>> html/wp/wp-admin/index.php
<?php
>>> html/wp/wp-content/uploads/evil.php
<?php
>>> html/wp/wp-content/uploads/a.jpg
jpeg
>>> html/wp/wp-content/cache/hello-world/index.html
cached page
>>> html/wp/wp-content/style.css
p { }
--- requests
GET /
GET /hello-world
GET /hello-world/
GET /hello-world/?preview=1
GET /hello-world/
    Cookie: wordpress_logged_in_x=1
POST /hello-world/
    Content-Type: text/plain
    > a comment
GET /2024/05/a-post/?s=search%20words
GET /index.php?p=1
GET /nothing.php
GET /wp-admin
GET /wp-admin?x=1
GET /wp-admin/
GET /wp-login.php
POST /wp-login.php
    > log=a&pwd=b
GET /wp-login.php
GET /xmlrpc.php
GET /wp-content/uploads/evil.php
GET /wp-content/uploads/a.jpg
GET /wp-content/style.css
GET /wp-content/none.css
GET /sitemap_index.xml
GET /post-sitemap2.xml
GET /.htaccess
GET /robots.txt
GET /favicon.ico
GET //index.php//
