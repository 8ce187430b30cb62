A site that is closed for everybody but the office, by a file and by address, with its own page and Retry-After.

=== maintenance
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/html html; text/css css; }

    geo $http_x_client $office { default 0; 192.0.2.0/24 1; }
    map $office$uri $closed {
        default 1;
        ~^1 0;
        ~^0/health 0;
        ~^0/assets/ 0;
    }

    server {
        listen {port};
        server_name closed.example;
        root {root}/html;

        error_page 503 @maintenance;
        location @maintenance {
            add_header Retry-After 3600 always;
            add_header Cache-Control "no-store" always;
            rewrite ^(.*)$ /maintenance.html break;
        }

        if (-f $document_root/maintenance.on) { set $flag A; }
        if ($closed) { set $flag "${flag}B"; }
        if ($flag = AB) { return 503; }

        location = /health { access_log off; default_type text/plain; return 200 "ok\n"; }
        location / { try_files $uri $uri/index.html =404; }
        location /assets/ { expires 1h; }
    }

    server {
        listen {port};
        server_name by-exists.example;
        root {root}/html;
        location / {
            if (-e $request_filename) { break; }
            if (!-d $document_root/none) { return 503; }
        }
        error_page 503 /maintenance.html;
        location = /maintenance.html { internal; }
    }

    server {
        listen {port};
        server_name json.example;
        location / { error_page 503 =503 @json; return 503; }
        location @json { default_type application/json; return 503 '{"closed":true,"path":"$request_uri"}'; }
    }
}
--- user_files
>>> html/maintenance.on

>>> html/maintenance.html
<p>we are back soon</p>
>>> html/index.html
<p>home</p>
>>> html/page.html
<p>page</p>
>>> html/assets/a.css
p { }
--- requests
GET /
    Host: closed.example
GET /page.html
    Host: closed.example
POST /page.html
    Host: closed.example
    > x
HEAD /
    Host: closed.example
GET /
    Host: closed.example
    X-Client: 192.0.2.7
GET /page.html
    Host: closed.example
    X-Client: 192.0.2.7
GET /none
    Host: closed.example
    X-Client: 192.0.2.7
GET /health
    Host: closed.example
GET /assets/a.css
    Host: closed.example
GET /assets/none.css
    Host: closed.example
GET /maintenance.html
    Host: closed.example
GET /page.html
    Host: by-exists.example
GET /other.html
    Host: by-exists.example
GET /maintenance.html
    Host: by-exists.example
GET /a?b=c
    Host: json.example
