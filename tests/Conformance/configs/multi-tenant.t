Many sites in one file: names by pattern, roots by name, aliases, defaults per port, odd Host fields.

=== multi-tenant
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/html html; }
    default_type text/plain;
    server_names_hash_bucket_size 128;

    server { listen {port} default_server; server_name ""; return 200 "default $host [$http_host] $server_name\n"; }
    server {
        listen {port};
        server_name ~^(?<sub>www\.)?(?<tenant>[a-z0-9-]+)\.sites\.test$;
        root {root}/html/$tenant;
        error_page 404 = @missing;
        location / { try_files $uri $uri/index.html =404; }
        location @missing { return 404 "no page $uri of $tenant\n"; }
        location /who { return 200 "tenant=$tenant sub=$sub name=$server_name host=$host\n"; }
    }
    server { listen {port}; server_name *.wild.test; return 200 "wild $host\n"; }
    server { listen {port}; server_name .dot.test; return 200 "dot $host\n"; }
    server { listen {port}; server_name prefix.*; return 200 "prefix $host\n"; }
    server { listen {port}; server_name exact.wild.test; return 200 "exact $host\n"; }
    server { listen {port}; server_name one.test two.test; return 200 "$server_name for $host port $server_port\n"; }
    server { listen {port2}; server_name other; return 200 "second port, $host\n"; }
    server { listen {port2}; server_name one.test; return 200 "one on the second port\n"; }
    server { listen {port}; server_name underscored_name.test; underscores_in_headers on; return 200 "[$http_x_under_score]\n"; }
    server { listen {port}; server_name strict.test; ignore_invalid_headers on; return 200 "[$http_x_ok][$http_bad_name]\n"; }
    server { listen {port}; server_name merge.test; merge_slashes off; return 200 "$uri\n"; location //double { return 200 "double\n"; } location /double { return 200 "single\n"; } }
}
--- user_files
>>> html/acme/index.html
acme home
>>> html/acme/page.html
acme page
>>> html/beta-2/index.html
beta home
--- requests
GET /
    Host: acme.sites.test
GET /page.html
    Host: www.acme.sites.test
GET /none
    Host: acme.sites.test
GET /who
    Host: WWW.Acme.Sites.Test
GET /
    Host: beta-2.sites.test
GET /
    Host: nobody.sites.test
GET /
    Host: a.b.wild.test
GET /
    Host: exact.wild.test
GET /
    Host: wild.test
GET /
    Host: dot.test
GET /
    Host: x.y.dot.test
GET /
    Host: prefix.anything.at.all
GET /
    Host: two.test
GET /
    Host: two.test:9999
GET /
    Host: two.test.
GET /
    Host: [::1]
GET /
    Host: 127.0.0.1
GET /
    Host: a..b
GET /
    Host: a/b
GET /
    Host: -
GET http://one.test/x
    Host: two.test
GET / HTTP/1.0
GET /
    Host: underscored_name.test
    X_Under_Score: yes
GET /
    Host: strict.test
    X-Ok: yes
    Bad_Name: no
GET //double/x
    Host: merge.test
GET /double//x
    Host: merge.test
GET /a/./b//../c
    Host: merge.test
