Canonical names and moved pages: www, https, slashes, case, old addresses, and what Location looks like each time.

=== redirects
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    default_type text/html;

    server { listen {port} default_server; server_name _; return 301 https://www.example.com$request_uri; }
    server { listen {port}; server_name example.com; return 301 $scheme://www.example.com$request_uri; }
    server { listen {port}; server_name ~^(?<name>.+)\.old\.example$; return 308 https://$name.new.example$uri$is_args$args; }
    server { listen {port}; server_name permanent.example; rewrite ^/(.*)$ http://www.example.com/$1 permanent; }
    server { listen {port}; server_name temporary.example; rewrite ^/(.*)$ http://www.example.com/$1? redirect; }
    server { listen {port}; server_name plain.example; return http://www.example.com/plain; }
    server { listen {port}; server_name relative.example; absolute_redirect off; root {root}/html; location / { } location = /go { return 302 /there; } location /r { rewrite ^ /s permanent; } }
    server { listen {port}; server_name noport.example; port_in_redirect off; root {root}/html; }
    server { listen {port}; server_name main.example alias.example; server_name_in_redirect on; root {root}/html; location = /go { return 301 /there; } }

    server {
        listen {port};
        server_name www.example.com;
        root {root}/html;

        rewrite ^/old-(\d+)\.html$ /new/$1 permanent;
        rewrite ^/q/(.*)$ /search?q=$1&x=1? redirect;
        rewrite "^/code/(\w{2})$" /lang-$1 redirect;
        rewrite ^/external https://other.example/page?from=$uri redirect;
        if ($request_uri ~ "^[^?]*//") { rewrite ^ $uri permanent; }
        if ($args ~* "^id=(\d+)$") { set $id $1; rewrite ^/item$ /items/$id? permanent; }
        location ~ ^(.+)/$ { if (!-d $request_filename) { return 301 $1; } }
        location /return-codes/301 { return 301 /a; }
        location /return-codes/302 { return 302 /a; }
        location /return-codes/303 { return 303 /a; }
        location /return-codes/307 { return 307 /a; }
        location /return-codes/308 { return 308 /a; }
        location /return-codes/text { return 302 "https://$host/x y?z"; }
        location /return-codes/empty { return 301 ""; }
        location /moved { return 301 $scheme://$http_host/elsewhere; }
        location /gone { return 410; }
        location = /last { rewrite ^ /first last; }
        location = /first { return 200 "first $uri $request_uri\n"; }
        location = /loop { rewrite ^ /loop last; }
    }
}
--- user_files
>>> html/dir/index.html
dir
>>> html/dir/a b.html
blank
--- requests
GET /x?y=1
    Host: whatever
GET /x?y=1
    Host: example.com
GET /a%20b?c
    Host: shop.old.example
POST /a
    Host: shop.old.example
    > x
GET /a/b?c=d
    Host: permanent.example
GET /a/b?c=d
    Host: temporary.example
GET /
    Host: plain.example
GET /go
    Host: relative.example
GET /r
    Host: relative.example
GET /dir
    Host: relative.example
GET /dir?x=1
    Host: noport.example
GET /dir
    Host: alias.example
GET /go
    Host: alias.example
GET /dir
    Host: www.example.com
GET /dir
    Host: WWW.example.com:8080
GET /old-17.html?a=1
    Host: www.example.com
GET /q/some%20thing?lost=1
    Host: www.example.com
GET /code/de
    Host: www.example.com
GET /external?keep=1
    Host: www.example.com
GET /a//b
    Host: www.example.com
GET /item?id=5
    Host: www.example.com
GET /none/
    Host: www.example.com
GET /dir/
    Host: www.example.com
GET /return-codes/301
    Host: www.example.com
GET /return-codes/302
    Host: www.example.com
GET /return-codes/303
    Host: www.example.com
GET /return-codes/307
    Host: www.example.com
GET /return-codes/308
    Host: www.example.com
GET /return-codes/text
    Host: www.example.com
GET /return-codes/empty
    Host: www.example.com
GET /moved
    Host: www.example.com:81
GET /gone
    Host: www.example.com
GET /last?x
    Host: www.example.com
GET /loop
    Host: www.example.com
GET / HTTP/1.0
GET /dir HTTP/1.0
    Host: www.example.com
