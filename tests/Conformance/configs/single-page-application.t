A single-page application: hashed assets for ever, the page itself never, an API beside it.

=== spa
--- raw_config
events { }

http {
    include mime.types;
    default_type application/octet-stream;
    server_tokens off;
    access_log off;
    sendfile on;
    tcp_nopush on;

    gzip on;
    gzip_vary on;
    gzip_min_length 10;
    gzip_comp_level 5;
    gzip_proxied expired no-cache no-store private auth;
    gzip_types text/plain text/css application/json application/javascript image/svg+xml;

    map $sent_http_content_type $page_policy {
        default "";
        ~text/html "default-src 'self'; frame-ancestors 'none'";
    }

    server {
        listen {port} default_server;
        root {root}/html/dist;
        index index.html;

        location / {
            try_files $uri $uri/ /index.html;
            add_header Cache-Control "no-cache, no-store, must-revalidate";
            add_header Content-Security-Policy $page_policy;
            expires 0;
        }

        location /assets/ {
            expires max;
            add_header Cache-Control "public, immutable";
            try_files $uri =404;
        }

        location = /service-worker.js {
            add_header Cache-Control "no-store";
            expires off;
        }

        location = /config.json {
            default_type application/json;
            return 200 '{"host":"$host","scheme":"$scheme"}';
        }

        location /api {
            rewrite ^/api/v1/(.*)$ /$1 break;
            proxy_pass http://127.0.0.1:{port2};
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header X-Real-IP $remote_addr;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }

        location ~* \.map$ { deny all; }
        error_page 403 /403.html;
        location = /403.html { internal; }
    }

    server {
        listen {port2};
        location / {
            default_type application/json;
            return 200 '{"uri":"$request_uri","for":"$http_x_forwarded_for","real":"$http_x_real_ip","proto":"$http_x_forwarded_proto","connection":"$http_connection","host":"$http_host"}';
        }
    }
}
--- user_files
>>> conf/mime.types
types {
    text/html                             html htm shtml;
    text/css                              css;
    application/javascript                js;
    application/json                      json;
    image/svg+xml                         svg svgz;
    font/woff2                            woff2;
}
>>> html/dist/index.html
<!doctype html><title>app</title><div id="app"></div><script src="/assets/app.3f2a.js"></script>
>>> html/dist/403.html
<p>not for you</p>
>>> html/dist/assets/app.3f2a.js
console.log("a program that is long enough to be compressed, a program that is long enough to be compressed");
>>> html/dist/assets/app.3f2a.js.map
{}
>>> html/dist/assets/logo.svg
<svg xmlns="http://www.w3.org/2000/svg"></svg>
>>> html/dist/service-worker.js
self.addEventListener("fetch", () => {});
--- requests
GET /
GET /
    Accept-Encoding: gzip, deflate, br
GET /users/17/edit
GET /users/17/edit
    Accept-Encoding: gzip
    If-None-Match: "whatever"
GET /assets/app.3f2a.js
GET /assets/app.3f2a.js
    Accept-Encoding: gzip
GET /assets/app.3f2a.js
    Accept-Encoding: gzip;q=0
GET /assets/app.3f2a.js
    If-Modified-Since: Mon, 01 Jan 2024 00:00:00 GMT
GET /assets/app.0000.js
GET /assets/app.3f2a.js.map
GET /assets/logo.svg
GET /assets/
GET /assets
GET /service-worker.js
GET /config.json
GET /config.json
    Host: Other.Example:8080
GET /api/v1/users?x=1
GET /api/v1/users/a%20b
GET /api/other
GET /api
    X-Forwarded-For: 10.0.0.1, 10.0.0.2
GET /403.html
OPTIONS /api/v1/users
POST /
    > x
