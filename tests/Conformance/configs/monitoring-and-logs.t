What operators look at: status page, health checks, variables of requests, log formats with conditions.

=== monitoring
--- raw_config
user root;
pid logs/nginx.pid;
events { worker_connections 100; }

http {
    server_tokens off;
    default_type text/plain;
    log_format main '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" rt=$request_time uct="$upstream_connect_time"';
    log_format json escape=json '{"time":"$time_iso8601","uri":"$request_uri","status":$status,"agent":"$http_user_agent"}';
    map $status $loggable { ~^[23] 0; default 1; }
    access_log logs/access.log main;
    access_log logs/errors.json json if=$loggable;

    server {
        listen {port};
        root {root}/html;
        location = /status { stub_status; access_log off; allow 127.0.0.1; deny all; }
        location = /healthz { access_log off; return 200 "ok"; }
        location = /ready { if (!-f $document_root/ready) { return 503; } return 204; }
        location /vars { return 200 "method=$request_method uri=$uri request_uri=$request_uri args=$args query=$query_string is_args=[$is_args] scheme=$scheme https=[$https] protocol=$server_protocol server_addr=$server_addr server_name=$server_name doc=$document_uri root=$document_root real=$realpath_root file=$request_filename host=$host hostname_set=$nginx_version_set status=$status body=$request_body completion=[$request_completion] length=$content_length type=$content_type cookie=$cookie_a arg=$arg_a http=$http_x_a sent=[$sent_http_content_type] pipe=$pipe addr=$remote_addr user=$remote_user limit=$limit_rate\n"; set $nginx_version_set x; }
        location /upstream { add_header X-Upstream "$upstream_status $upstream_response_length" always; proxy_pass http://127.0.0.1:{port2}; }
        location /timings { return 200 "$msec_ok\n"; set $msec_ok 0; if ($msec ~ ^\d+\.\d\d\d$) { set $msec_ok 1; } }
        location /request { return 200 "$request $request_length\n"; }
    }
    server { listen 127.0.0.1:{port2}; return 202 "accepted"; }
}
--- user_files
>>> html/ready

--- requests
GET /status
    ! body: the connections of the two runs differ
GET /healthz
GET /ready
GET /vars?a=1&b=2
    Cookie: a=cookie
    X-A: field
POST /vars
    Content-Type: text/x
    > body
GET /vars/%41%20?x HTTP/1.0
    Authorization: Basic YTpi
GET /upstream
GET /timings
GET /request
HEAD /vars
