Decisions in tables: map with names, wildcards and expressions, geo with ranges and proxies, nested use.

=== maps and geo
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    default_type text/plain;
    map_hash_max_size 4096;
    variables_hash_max_size 2048;

    map $host $site {
        hostnames;
        default         none;
        example.com     main;
        *.example.com   sub;
        .example.org    org;
        www.example.*   www;
        ~^(?<tenant>[a-z]+)\.tenants\.test$ "tenant $tenant";
    }
    map $uri $new_uri {
        include redirects.map;
        "~^/archive/(\d{4})/(.*)$" /$1-$2;
    }
    map $http_user_agent $agent {
        default         other;
        ""              empty;
        ~*bot           robot;
        ~Opera\ Mini    mini;
        "~^curl/(?<curl_version>[\d.]+)" "curl $curl_version";
    }
    map "$agent:$site" $combined { default no; "robot:main" yes; }
    map $arg_v $volatile { volatile; default "$arg_v+"; }
    map $request_method $is_write { default 0; POST 1; PUT 1; DELETE 1; }
    map $args $has_args { "" ""; default "?$args"; }

    geo $arg_ip $country {
        default         ZZ;
        include         geo.conf;
        127.0.0.0/24    US;
        10.1.0.0/16     RU;
        192.168.1.1     UK;
        2001:db8::/32   V6;
        delete          10.2.0.0/16;
    }
    geo $arg_ip $range {
        ranges;
        default 0;
        10.0.0.0-10.0.0.99 1;
        10.0.0.100-10.0.0.255 2;
    }
    geo $forwarded {
        default direct;
        proxy 127.0.0.1;
        proxy_recursive;
        203.0.113.0/24 office;
        127.0.0.1 local;
    }

    server {
        listen {port};
        location / { return 200 "site=$site uri=$new_uri agent=$agent combined=$combined volatile=$volatile write=$is_write args=$has_args\n"; }
        location /geo { return 200 "country=$country range=$range forwarded=$forwarded\n"; }
        location /old { if ($new_uri) { return 301 $new_uri; } return 404; }
        location /archive { if ($new_uri != "") { rewrite ^ $new_uri redirect; } }
    }
}
--- user_files
>>> conf/redirects.map
/old/one /new/one;
/old/two "/new/two?x=1";
>>> conf/geo.conf
10.2.0.0/16 FR;
172.16.0.0/12 DE;
--- requests
GET /
    Host: example.com
GET /
    Host: www.example.com
GET /
    Host: a.b.example.com
GET /
    Host: example.org
GET /
    Host: x.example.org
GET /
    Host: www.example.de
GET /
    Host: acme.tenants.test
GET /
    Host: nothing.test
    User-Agent: GoogleBOT/2.1
GET /
    Host: example.com
    User-Agent: bot
GET /?v=1
    User-Agent: Opera Mini
GET /?v=2&w=3
    User-Agent: curl/8.4.0
POST /
    User-Agent:
    > x
GET /old/one
GET /old/two
GET /old/three
GET /archive/2024/spring%20time?x=1
GET /geo?ip=127.0.0.77
GET /geo?ip=10.1.2.3
GET /geo?ip=10.2.2.3
GET /geo?ip=172.20.1.1
GET /geo?ip=192.168.1.1
GET /geo?ip=2001:db8::1
GET /geo?ip=::ffff:10.1.2.3
GET /geo?ip=10.0.0.50
GET /geo?ip=10.0.0.200
GET /geo?ip=nonsense
GET /geo
GET /geo
    X-Forwarded-For: 203.0.113.7
GET /geo
    X-Forwarded-For: 203.0.113.7, 127.0.0.1
GET /geo
    X-Forwarded-For: 198.51.100.1
