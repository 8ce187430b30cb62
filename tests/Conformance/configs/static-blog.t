A blog of static pages: addresses without endings, folders, pagination, feeds, languages by header.

=== static blog
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/html html; text/css css; application/rss+xml rss; image/webp webp; image/jpeg jpg; }
    default_type text/plain;

    map $http_accept_language $lang { default en; ~*^de de; ~*^fr fr; }
    map $http_accept $webp { default ""; ~*webp .webp; }

    server {
        listen {port};
        server_name blog.example;
        root {root}/html;
        index index.html index.htm;
        error_page 404 /404.html;

        rewrite "^/(?<year>\d{4})/(?<month>\d{2})/(?<slug>[\w-]+)$" /posts/$year-$month-$slug.html last;
        rewrite ^/page/1$ / permanent;
        rewrite ^/feed/?$ /feed.rss last;

        location / {
            if ($request_uri ~ ^/(.*)\.html(\?|$)) { return 301 /$1; }
            try_files $uri $uri.html $uri/ =404;
        }
        location /posts/ { internal; }
        location ~ ^/page/(\d+)$ { try_files /pages/$1.html =404; }
        location /lang { try_files /lang/$lang.html /lang/en.html =404; add_header Content-Language $lang; }
        location ~* ^(?<base>/images/.+)\.jpg$ { add_header Vary Accept; try_files $base$webp $uri =404; }
        location = /feed.rss { expires 10m; }
        location /dir-index/ { index none.html /index.html; }
        location /dir-index-var/ { index $arg_i; }
        location ^~ /raw/ { default_type application/x-raw; }
        location ~ \.raw$ { return 418; }
    }
}
--- user_files
>>> html/index.html
home
>>> html/404.html
nothing
>>> html/about.html
about
>>> html/posts/2024-05-hello.html
hello post
>>> html/pages/2.html
page 2
>>> html/feed.rss
<rss/>
>>> html/lang/en.html
english
>>> html/lang/de.html
deutsch
>>> html/images/a.jpg
jpeg
>>> html/images/a.webp
webp
>>> html/images/b.jpg
jpeg only
>>> html/notes/index.htm
notes
>>> html/dir-index/x
x
>>> html/dir-index-var/one.html
one
>>> html/raw/a.raw
raw
--- requests
GET /
GET /index.html
GET /about
GET /about.html
GET /about.html?x=1
GET /about/
GET /notes
GET /notes/
GET /none
GET /2024/05/hello
GET /2024/05/none
GET /posts/2024-05-hello.html
GET /page/1
GET /page/2
GET /page/3
GET /feed
GET /feed/
GET /lang
    Accept-Language: de-DE,de;q=0.9
GET /lang
    Accept-Language: fr
GET /lang
GET /images/a.jpg
GET /images/a.jpg
    Accept: image/webp,*/*
GET /images/b.jpg
    Accept: image/webp,*/*
GET /images/none.jpg
GET /dir-index/
GET /dir-index-var/?i=one.html
GET /dir-index-var/?i=two.html
GET /raw/a.raw
GET /other.raw
GET /images/
