A reverse proxy in front of several applications: forwarded fields, rewritten redirects and cookies, failing peers, large bodies.

=== reverse proxy
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    client_body_buffer_size 1k;
    proxy_connect_timeout 2s;
    proxy_buffer_size 4k;
    proxy_buffers 4 4k;

    map $http_upgrade $connection_upgrade { default upgrade; '' close; }

    upstream backend {
        least_conn;
        server 127.0.0.1:{port3} max_fails=1 fail_timeout=60s;
        server 127.0.0.1:{port2};
        keepalive 8;
    }

    proxy_http_version 1.1;
    proxy_set_header Connection "";
    proxy_set_header Host $host;
    proxy_set_header X-Real-IP $remote_addr;
    proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    proxy_set_header X-Forwarded-Host $host:$server_port;

    server {
        listen {port};
        server_name app.example.com;

        location / { proxy_pass http://backend; }

        location /app/ {
            proxy_pass http://127.0.0.1:{port2}/;
            proxy_redirect http://internal.example/ /app/;
            proxy_redirect ~^/(?<rest>moved.*)$ https://$host/app/$rest;
            proxy_cookie_path / /app/;
            proxy_cookie_domain internal.example app.example.com;
        }

        location /default-redirect/ { proxy_pass http://127.0.0.1:{port2}/sub/; }

        location /exact { proxy_pass http://127.0.0.1:{port2}/exact-target?fixed=1; }
        location ~ ^/regex/(.*)$ { proxy_pass http://127.0.0.1:{port2}/by-regex/$1$is_args$args; }
        location /variable { set $target 127.0.0.1:{port2}; proxy_pass http://$target; }

        location /ws {
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_pass http://127.0.0.1:{port2};
        }

        location /own-headers {
            proxy_set_header Host $proxy_host;
            proxy_set_header Connection "";
            proxy_set_header X-Forwarded-For "";
            proxy_set_header Accept-Encoding "";
            proxy_pass http://127.0.0.1:{port2};
        }

        location /unbuffered { proxy_buffering off; proxy_request_buffering off; proxy_http_version 1.1; proxy_pass http://127.0.0.1:{port2}; }
        location /method { proxy_method POST; proxy_set_body "made here $uri"; proxy_pass http://127.0.0.1:{port2}; }
        location /hidden { proxy_hide_header X-Internal; proxy_pass_header Server; proxy_ignore_headers X-Accel-Redirect; proxy_pass http://127.0.0.1:{port2}/accel; }
        location /accel { proxy_pass http://127.0.0.1:{port2}; }
        location /protected/ { internal; alias {root}/html/; add_header X-From protected; }
        location /intercept { proxy_intercept_errors on; error_page 404 =200 /instead.html; error_page 500 502 /sorry.html; proxy_pass http://127.0.0.1:{port2}/status; }
        location /errors { proxy_pass http://127.0.0.1:{port2}/status; }
        location /refused { error_page 502 @fallback; proxy_pass http://127.0.0.1:{port3}; }
        location @fallback { proxy_pass http://127.0.0.1:{port2}; }
        location = /instead.html { root {root}/html; }
        location = /sorry.html { root {root}/html; }
    }

    server {
        listen 127.0.0.1:{port2};
        default_type text/plain;
        location / {
            add_header Set-Cookie "id=1; Path=/; Domain=internal.example";
            add_header X-Internal "10.1.2.3";
            return 200 "$request_method $request_uri $server_protocol host=$http_host real=$http_x_real_ip for=$http_x_forwarded_for forwarded=$http_x_forwarded_host connection=$http_connection upgrade=$http_upgrade encoding=$http_accept_encoding length=$http_content_length te=$http_transfer_encoding\n";
        }
        location /echo { client_body_in_single_buffer on; client_body_buffer_size 64k; proxy_pass http://127.0.0.1:{port2}/echoed; }
        location /redirect { return 302 http://internal.example/next; }
        location /moved { rewrite ^ /moved-away permanent; absolute_redirect off; }
        location /sub/redirect { return 301 http://127.0.0.1:{port2}/sub/there; }
        location /status/404 { return 404 "upstream's page\n"; }
        location /status/500 { return 500 "upstream's error\n"; }
        location /status/204 { return 204; }
        location /status/304 { return 304; }
        location /accel { add_header X-Accel-Redirect /protected/file.txt; add_header X-Internal secret; add_header Cache-Control private; return 200 "not this\n"; }
    }
}
--- user_files
>>> html/file.txt
a protected file
>>> html/instead.html
instead
>>> html/sorry.html
sorry
--- requests
GET /
GET /a%2Fb/c%20d?x=%20&y=1
GET /a//b/./c/../d
GET /
    X-Forwarded-For: 203.0.113.9
POST /
    > 0123456789
POST /
    Transfer-Encoding: chunked
    > 5\r\nhello\r\n0\r\n\r\n
GET / HTTP/1.0
HEAD /
GET /app/
GET /app/a?b
GET /app
GET /app/redirect
GET /app/moved
GET /default-redirect/redirect
GET /exact
GET /exact/more?own=2
GET /regex/a/b?c=d
GET /regex/a%20b
    ! answer: nginx sends the blank on, which ends the request line; here it is escaped
GET /variable/path?x=1
GET /ws
GET /ws
    Upgrade: websocket
    Connection: Upgrade
GET /own-headers
    Accept-Encoding: gzip
GET /unbuffered
POST /unbuffered
    > body
GET /method
GET /hidden
GET /accel
GET /accel
    Range: bytes=2-4
GET /protected/file.txt
GET /intercept/404
GET /intercept/500
GET /intercept/204
GET /errors/404
GET /errors/500
GET /errors/204
GET /errors/304
GET /refused/x
