Rules that grew over years: if in locations, captures, set, break and last, conditions on files, arguments changed.

=== legacy rewrites
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    default_type text/plain;
    rewrite_log on;

    server {
        listen {port};
        root {root}/html;
        set $mobile "";
        set $mode "m:$mobile";
        if ($http_user_agent ~* "(android|iphone)") { set $mobile $1; }
        if ($http_cookie ~* "id=([^;]+)(?:;|$)") { set $id $1; }

        location / { return 200 "root $uri $args mobile=$mobile id=$id mode=$mode\n"; }
        location /break { rewrite ^/break/(.*)$ /data/$1 break; return 200 "not reached"; }
        location /last { rewrite ^/last/(.*)$ /after/$1?added=1 last; }
        location /after { return 200 "after $uri $args\n"; }
        location /noargs { rewrite ^ /after/x? last; }
        location /chain { rewrite ^/chain/(.*)$ /chain2/$1; rewrite ^/chain2/(\w+)/(\w+)$ /after/$2/$1; }
        location /if-break { set $x 0; if ($arg_a) { set $x 1; break; } set $x 2; return 200 "x=$x\n"; }
        location /if-return { if ($request_method = POST) { return 405; } if ($arg_b = "") { return 200 "no b\n"; } return 200 "b=$arg_b\n"; }
        location /if-not { if ($arg_c != yes) { return 200 "not yes\n"; } return 200 "yes\n"; }
        location /if-match { if ($uri ~ ^/if-match/(?<named>[a-z]+)(\d*)) { return 200 "named=$named two=$2\n"; } return 200 "no match\n"; }
        location /if-nomatch { if ($arg_d !~* ^a) { return 200 "does not start with a\n"; } return 200 "starts with a\n"; }
        location /files { if (-f $document_root/data/$arg_f) { return 200 "file\n"; } if (-d $document_root/$arg_f) { return 200 "directory\n"; } if (!-e $document_root/$arg_f) { return 200 "nothing\n"; } return 200 "other\n"; }
        location /exec { if (-x $document_root/data/a) { return 200 "executable\n"; } return 200 "plain\n"; }
        location /if-proxy { if ($arg_e) { proxy_pass http://127.0.0.1:{port2}; } return 204; }
        location /if-proxy2 { if ($arg_e) { proxy_pass http://127.0.0.1:{port2}; } proxy_pass http://127.0.0.1:{port2}/other/; }
        location /if-file { if ($arg_g) { root {root}/html/data; } try_files /a =404; }
        location /escape { rewrite ^/escape/(.*)$ /after/$1?q=$1 last; }
        location /escape-redirect { rewrite ^/escape-redirect/(.*)$ /x/$1?q=$1 redirect; }
        location /unset { return 200 "[$never_set_before]\n"; set $never_set_before x; }
        location /braces { rewrite "^/braces/(\d{2,3})$" /after/$1-th last; return 404; }
        location ~ ^/(?<first>\w+)/capture/(?<second>\w+) { set $joined "$second-$first"; return 200 "$joined\n"; }
        location /nested { location /nested/a { return 200 "a\n"; } location ~ b$ { return 200 "b\n"; } location = /nested/c { return 200 "c\n"; } return 200 "nested\n"; }
        location ^~ /nonregex { return 200 "nonregex\n"; }
        location ~ regex { return 200 "regex $uri\n"; }
        location ~* \.PHP$ { return 200 "php $uri\n"; }
        location /args { set $args $args&more=1; rewrite ^ /after/args last; }
        location /request-uri { rewrite ^ $request_uri; rewrite ^/request-uri/(.*) /after/$1 last; }
    }
    server { listen 127.0.0.1:{port2}; return 200 "upstream $request_uri\n"; }
}
--- user_files
>>> html/data/a
data a
>>> html/dir/x
x
--- requests
GET /x?y=1
GET /x
    User-Agent: Mozilla (iPhone)
    Cookie: a=b; id=17; c=d
GET /break/a
GET /break/none
GET /break
GET /last/x/y?z=1
GET /noargs?z=1
GET /chain/one/two
GET /chain/one
GET /if-break
GET /if-break?a=1
GET /if-return
POST /if-return
    > x
GET /if-return?b=2
GET /if-not
GET /if-not?c=yes
GET /if-match/abc12
GET /if-match/12
GET /if-nomatch?d=Abc
GET /if-nomatch?d=b
GET /files?f=a
GET /files?f=dir
GET /files?f=none
GET /exec
GET /if-proxy?e=1
GET /if-proxy
GET /if-proxy2/x?e=1
GET /if-proxy2/x
GET /if-file
GET /if-file?g=1
GET /escape/a%20b%3Fc%26d
GET /escape-redirect/a%20b%3Fc%26d%25
GET /escape-redirect/%D1%8F
GET /unset
GET /braces/17
GET /braces/1
GET /one/capture/two
GET /nested
GET /nested/a
GET /nested/xb
GET /nested/c
GET /nonregex/regex
GET /the-regex
GET /file.php
GET /FILE.Php/x.pHp
GET /args?x=1
GET /request-uri/a%20b
