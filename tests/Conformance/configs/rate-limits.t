Limits of several kinds together, with white lists and the answers that come when they are reached.

=== rate limits
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    default_type text/plain;

    geo $limited_client { default 1; 10.0.0.0/8 0; }
    map $arg_trusted $key { default $arg_k; yes ""; }
    limit_req_zone $key zone=requests:1m rate=1r/m;
    limit_req_zone $server_name zone=server:1m rate=6000r/m;
    limit_conn_zone $binary_remote_addr zone=addresses:1m;
    limit_conn_zone $server_name zone=perserver:1m;
    limit_req_status 429;
    limit_conn_status 509;

    server {
        listen {port};
        server_name limits.example;
        root {root}/html;
        limit_conn addresses 10;

        location /none { limit_req zone=requests; }
        location /burst { limit_req zone=requests burst=2 nodelay; add_header X-Limit $limit_req_status always; }
        location /both { limit_req zone=server burst=50; limit_req zone=requests burst=1 nodelay; }
        location /dry { limit_req zone=requests; limit_req_dry_run on; add_header X-Limit $limit_req_status; add_header X-Conn $limit_conn_status; }
        location /conn { limit_conn perserver 1; add_header X-Conn $limit_conn_status; }
        location /rate { limit_rate 1m; limit_rate_after 500k; }
        location /page { limit_req zone=requests; error_page 429 =429 /slow-down.html; }
        location = /slow-down.html { }
        location / { set $limit_rate 100k; }
    }
}
--- user_files
>>> html/none
x
>>> html/burst
x
>>> html/both
x
>>> html/dry
x
>>> html/conn
x
>>> html/rate
x
>>> html/page
x
>>> html/slow-down.html
slow down
>>> html/file
x
--- requests
GET /none?k=1
GET /none?k=1
GET /none?k=2
GET /none?k=1&trusted=yes
GET /none?k=1&trusted=yes
GET /burst?k=3
GET /burst?k=3
GET /burst?k=3
GET /burst?k=3
GET /both?k=4
GET /both?k=4
GET /both?k=4
GET /dry?k=5
GET /dry?k=5
GET /conn
GET /conn
GET /rate
GET /page?k=6
GET /page?k=6
GET /file
