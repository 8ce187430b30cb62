Two variants of a page by cookie, else by a stable share of visitors; the choice is told and kept.

=== ab testing
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    default_type text/html;

    split_clients "${arg_client}site" $share {
        20%     blue;
        30.5%   green;
        *       control;
    }
    split_clients $arg_client $few { 0.5% yes; * ""; }
    map $cookie_variant $variant { default $share; blue blue; green green; control control; }

    upstream blue { server 127.0.0.1:{port2}; }
    upstream green { server 127.0.0.1:{port3}; }
    upstream control { server 127.0.0.1:{port2}; server 127.0.0.1:{port3} weight=2; hash $arg_client consistent; }

    server {
        listen {port};
        location / {
            add_header X-Variant $variant;
            add_header Set-Cookie "variant=$variant; Path=/; Max-Age=86400; SameSite=Lax";
            proxy_pass http://$variant;
        }
        location /static/ { root {root}/html/$variant; try_files $uri /fallback/$few =404; }
        location = /page.html { root {root}/html; try_files /$variant/page.html =404; }
        location /fallback/ { return 200 "few=$few\n"; }
    }
    server { listen 127.0.0.1:{port2}; return 200 "two $uri\n"; }
    server { listen 127.0.0.1:{port3}; return 200 "six $uri\n"; }
}
--- user_files
>>> html/blue/page.html
blue page
>>> html/green/page.html
green page
>>> html/control/page.html
control page
--- requests
GET /?client=1
    ! body: a consistent hash of ports that differ
GET /page.html?client=1
GET /page.html?client=2
GET /page.html?client=3
GET /page.html?client=4
GET /page.html?client=5
GET /page.html?client=6
GET /page.html?client=7
GET /page.html?client=8
GET /page.html?client=alice
GET /page.html?client=bob
GET /page.html?client=carol
GET /page.html
GET /page.html?client=1
    Cookie: variant=green
GET /page.html?client=1
    Cookie: a=b; variant=blue; c=d
GET /page.html?client=1
    Cookie: variant=other
GET /x
    Cookie: variant=blue
GET /x
    Cookie: variant=green
GET /static/none.css?client=3
