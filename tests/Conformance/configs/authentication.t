Who may come in: passwords, addresses, either of them, addresses behind a proxy, methods.

=== authentication
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    default_type text/plain;
    satisfy all;

    server {
        listen {port};
        root {root}/html;

        auth_basic "Restricted \"area\"";
        auth_basic_user_file htpasswd;

        location / { }
        location /public { auth_basic off; }
        location /realm { auth_basic "$arg_realm"; }
        location /none-there { auth_basic_user_file none; }
        location /any { satisfy any; allow 10.0.0.0/8; deny all; }
        location /any-local { satisfy any; allow 127.0.0.1; deny all; }
        location /all { allow 127.0.0.1; deny all; }
        location /all-refused { deny all; }
        location /v6 { auth_basic off; allow ::1; deny all; }
        location /unix { auth_basic off; allow unix:; deny 127.0.0.0/8; }
        location /order { auth_basic off; deny 127.0.0.1; allow all; }
        location /methods { auth_basic off; limit_except GET { auth_basic "write"; auth_basic_user_file htpasswd; } }
        location /delayed { auth_delay 10ms; }
        location /user { add_header X-User "$remote_user" always; }

        location /realip {
            auth_basic off;
            set_real_ip_from 127.0.0.1;
            set_real_ip_from 10.0.0.0/8;
            real_ip_header X-Forwarded-For;
            real_ip_recursive on;
            allow 203.0.113.0/24;
            deny all;
            add_header X-Address "$remote_addr $realip_remote_addr" always;
        }
        location /realip-once {
            auth_basic off;
            set_real_ip_from 127.0.0.1;
            real_ip_header X-Real-IP;
            return 200 "$remote_addr $realip_remote_addr $remote_port\n";
        }

        location /sub { auth_basic off; auth_request /check; }
        location = /check { auth_basic off; internal; if ($arg_as = "me") { return 204; } if ($arg_as = "other") { return 403; } if ($arg_as = "error") { return 500; } return 401; }
    }
}
--- user_files
>>> conf/htpasswd
# comment
crypt:ab0tHN8LzUBQg
apr1:$apr1$deadbeef$iI7stBENavJGpSJqK6tkD1
sha:{SHA}C+7Hteo/D9vJXQ3UfzxbwnXaijM=
ssha:{SSHA}9DgilxbKtDVpSW86NjCzcnUkuBtzYWx0
plain:{PLAIN}open
six:$6$saltsalt$JcVDtuB6d1BHhCd5RPBh8g8xX/1CbY8EU2PN0MTaj2/Mypw4P./C6dN4j0HALhzBDTocyW1Jm.gYaTPjFGCV40
broken
>>> html/index.html
home
>>> html/public
public
>>> html/realm
realm
>>> html/none-there
x
>>> html/any
any
>>> html/any-local
any
>>> html/all
all
>>> html/v6
v6
>>> html/unix
unix
>>> html/order
order
>>> html/methods
methods
>>> html/delayed
delayed
>>> html/user
user
>>> html/realip
realip
>>> html/sub
sub
--- requests
GET /
GET /
    Authorization: Basic cGxhaW46b3Blbg==
GET /
    Authorization: Basic cGxhaW46d3Jvbmc=
GET /
    Authorization: Basic c2hhOmZvbw==
GET /
    Authorization: Basic YXByMTp0ZXN0
GET /
    Authorization: Basic Y3J5cHQ6dGVzdA==
GET /
    Authorization: Basic c2l4OnRlc3Q=
GET /
    Authorization: Basic c3NoYTp0ZXN0
GET /
    Authorization: Basic bm9ib2R5Onh4
GET /
    Authorization: Basic !!!
GET /
    Authorization: Basic
GET /
    Authorization: Bearer cGxhaW46b3Blbg==
GET /
    Authorization: Basic cGxhaW4=
GET /
    Authorization: Basic YnJva2VuOng=
GET /public
GET /realm?realm=off
GET /realm?realm=a%22b
GET /realm
GET /none-there
    Authorization: Basic cGxhaW46b3Blbg==
GET /any
GET /any
    Authorization: Basic cGxhaW46b3Blbg==
GET /any-local
GET /all
GET /all
    Authorization: Basic cGxhaW46b3Blbg==
GET /all-refused
    Authorization: Basic cGxhaW46b3Blbg==
GET /v6
GET /unix
GET /order
GET /methods
HEAD /methods
POST /methods
    > x
DELETE /methods
    Authorization: Basic cGxhaW46b3Blbg==
GET /delayed
GET /user
    Authorization: Basic cGxhaW46b3Blbg==
GET /user
    Authorization: Basic cGxhaW46d3Jvbmc=
GET /realip
GET /realip
    X-Forwarded-For: 203.0.113.5
GET /realip
    X-Forwarded-For: 203.0.113.5, 10.1.1.1
GET /realip
    X-Forwarded-For: 198.51.100.1, 203.0.113.5
GET /realip
    X-Forwarded-For: nonsense
GET /realip-once
    X-Real-IP: 192.0.2.1
    ! body: the port of the connection
GET /sub?as=me
GET /sub?as=other
GET /sub?as=error
GET /sub
