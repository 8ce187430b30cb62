Error pages of all kinds: files, named locations, changed codes, redirects, recursion, and the built-in ones.

=== error pages
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/html html; text/plain txt; image/gif gif; }
    default_type text/plain;
    error_page 404 /errors/404.html;
    error_page 500 502 503 504 /errors/50x.html;

    server {
        listen {port};
        server_name one.example;
        root {root}/html;

        location /errors/ { internal; add_header X-Error $status always; }
        location /return/400 { return 400; }
        location /return/401 { return 401; }
        location /return/402 { return 402; }
        location /return/403 { return 403; }
        location /return/405 { return 405; }
        location /return/408 { return 408; }
        location /return/409 { return 409; }
        location /return/411 { return 411; }
        location /return/412 { return 412; }
        location /return/413 { return 413; }
        location /return/414 { return 414; }
        location /return/415 { return 415; }
        location /return/416 { return 416; }
        location /return/421 { return 421; }
        location /return/429 { return 429; }
        location /return/500 { return 500; }
        location /return/501 { return 501; }
        location /return/502 { return 502; }
        location /return/505 { return 505; }
        location /return/507 { return 507; }
        location /return/418 { return 418; }
        location /return/418-text { return 418 "short and stout\n"; }
        location /return/204 { return 204; }
        location /return/444 { return 444; }
        location /return/599 { return 599; }
        location /return/250 { return 250 "fine\n"; }
        location /changed { error_page 404 =200 /empty.gif; }
        location = /empty.gif { empty_gif; }
        location /to-uri { error_page 404 = /app; }
        location = /app { return 201 "app $uri $request_uri $args\n"; }
        location /redirect { error_page 404 =301 http://example.com/notfound.html; }
        location /external { error_page 404 http://example.com/found.html; }
        location /named { error_page 404 @named; }
        location @named { return 200 "named $uri\n"; }
        location /named-changed { error_page 404 =403 @plain; }
        location @plain { return 200 "plain\n"; }
        location /recursive-off { error_page 404 /none-too; }
        location /recursive { recursive_error_pages on; error_page 404 /second; }
        location /second { error_page 404 /third; }
        location /third { return 200 "third\n"; }
        location /with-args { error_page 404 /app?from=$uri&code=$status; }
        location /variables { error_page 404 $arg_page; }
        location /forbidden { deny all; error_page 403 /errors/403.html; }
        location /own { error_page 404 /errors/own.html; location /own/deeper { } }
        location /msie { msie_padding off; return 404; }
        location /post-only { limit_except POST { deny all; } }
        location /empty-list { error_page 404 404.html; }
    }

    server { listen {port}; server_name two.example; root {root}/html; error_page 404 =404 /errors/404.html; location /errors { } location / { } location /bare { error_page 418 /x; } }
}
--- user_files
>>> html/errors/404.html
<p>custom 404</p>
>>> html/errors/50x.html
<p>custom 50x</p>
>>> html/errors/own.html
<p>own 404</p>
--- requests
GET /none
    Host: one.example
HEAD /none
    Host: one.example
POST /none
    Host: one.example
    > x
GET /none
    Host: two.example
GET /errors/404.html
    Host: one.example
GET /errors/404.html
    Host: two.example
GET /return/400
GET /return/401
GET /return/402
GET /return/403
GET /return/405
GET /return/408
GET /return/409
GET /return/411
GET /return/412
GET /return/413
GET /return/414
GET /return/415
GET /return/416
GET /return/421
GET /return/429
GET /return/500
GET /return/501
GET /return/502
GET /return/505
GET /return/507
GET /return/418
GET /return/418-text
GET /return/204
GET /return/444
GET /return/599
GET /return/250
GET /changed
GET /to-uri/x?y=1
GET /redirect
GET /external
GET /named/x
GET /named-changed
GET /recursive-off
GET /recursive
GET /with-args/a%20b
GET /variables?page=/app
GET /variables?page=/none
GET /forbidden
GET /own/x
GET /own/deeper/x
GET /msie
    User-Agent: Mozilla/4.0 (compatible; MSIE 6.0)
GET /return/403
    User-Agent: Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)
GET /post-only
POST /post-only
    > x
GET /empty-list
GET /bare
    Host: two.example
GET /none HTTP/1.0
