Hardening as HTML5 Boilerplate's server configs shape it: includes, maps by media type, refused files.

=== hardening
--- raw_config
include conf.d/modules.conf;
events { worker_connections 1024; }

http {
    include h5bp/security/server_software_information.conf;
    include h5bp/media_types/media_types.conf;
    default_type application/octet-stream;
    charset_types text/css text/plain text/vnd.wap.wml text/javascript application/json application/xml;
    charset utf-8;
    access_log off;
    keepalive_timeout 20s;
    include h5bp/web_performance/compression.conf;
    include h5bp/web_performance/cache-file-descriptors.conf;
    include h5bp/maps.conf;
    include sites/*.conf;
}
--- user_files
>>> conf/conf.d/modules.conf
worker_rlimit_nofile 8192;
>>> conf/h5bp/security/server_software_information.conf
server_tokens off;
>>> conf/h5bp/media_types/media_types.conf
types {
  application/json json map topojson;
  application/manifest+json webmanifest;
  text/javascript js mjs;
  image/svg+xml svg svgz;
  image/x-icon cur ico;
  font/woff2 woff2;
  text/css css;
  text/html html htm shtml;
  text/plain txt;
  application/xml atom rdf rss xml;
}
>>> conf/h5bp/web_performance/compression.conf
gzip on;
gzip_comp_level 5;
gzip_min_length 256;
gzip_proxied any;
gzip_vary on;
gzip_types application/atom+xml application/json application/xml image/svg+xml text/css text/javascript text/plain;
>>> conf/h5bp/web_performance/cache-file-descriptors.conf
open_file_cache max=1000 inactive=20s;
open_file_cache_valid 30s;
open_file_cache_min_uses 2;
open_file_cache_errors on;
>>> conf/h5bp/maps.conf
map $sent_http_content_type $x_frame_options { ~*text/html DENY; }
map $sent_http_content_type $content_security_policy { ~*text/(html|javascript)|application/pdf "default-src 'self'; base-uri 'none'"; }
map $sent_http_content_type $referrer_policy { ~*text/(css|html|javascript)|application/xml "strict-origin-when-cross-origin"; }
map $sent_http_content_type $expires {
  default 1y;
  "" off;
  ~*text/css 1y;
  ~*application/json 0s;
  ~*text/html 0s;
  ~*image/x-icon 1w;
}
map $sent_http_content_type $cors { ~*font/ "*"; }
>>> conf/h5bp/basic.conf
include h5bp/errors.conf;
include h5bp/location/security_file_access.conf;
add_header X-Content-Type-Options nosniff always;
add_header X-Frame-Options $x_frame_options always;
add_header Content-Security-Policy $content_security_policy always;
add_header Referrer-Policy $referrer_policy always;
add_header Access-Control-Allow-Origin $cors;
expires $expires;
>>> conf/h5bp/errors.conf
error_page 404 /404.html;
>>> conf/h5bp/location/security_file_access.conf
location ~* /\.(?!well-known\/) { deny all; }
location ~* (?:#.*#|\.(?:bak|conf|dist|fla|in[ci]|log|orig|psd|sh|sql|sw[op])|~)$ { deny all; }
>>> conf/sites/00-default.conf
server { listen {port} default_server; server_name _; return 444; }
>>> conf/sites/10-redirect.conf
server { listen {port}; server_name www.example.com; return 301 $scheme://example.com$request_uri; }
>>> conf/sites/20-example.conf
server {
  listen {port};
  server_name example.com;
  root {root}/html;
  include h5bp/basic.conf;
  location ~* ^(.+)\.(?:v\d+)\.(css|js)$ { try_files $uri $1.$2; }
}
>>> html/index.html
<!doctype html><html lang="en"><title>home</title><p>home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home home
>>> html/404.html
<p>nothing here</p>
>>> html/site.css
body { margin: 0 }
>>> html/data.json
{"a": 1}
>>> html/favicon.ico
icon
>>> html/font.woff2
font
>>> html/script.js
"use strict";
>>> html/backup.sql
drop table
>>> html/page.html~
old
>>> html/.htaccess
deny
>>> html/.well-known/change
here
>>> html/unknown
typeless
--- requests
GET /
    Host: unknown.example
GET /page?x=1
    Host: www.example.com
GET /
    Host: example.com
GET /
    Host: example.com
    Accept-Encoding: gzip
GET /index.html
    Host: EXAMPLE.com.
GET /site.css
    Host: example.com
GET /site.v17.css
    Host: example.com
GET /data.json
    Host: example.com
GET /favicon.ico
    Host: example.com
GET /font.woff2
    Host: example.com
GET /script.js
    Host: example.com
GET /backup.sql
    Host: example.com
GET /page.html~
    Host: example.com
GET /.htaccess
    Host: example.com
GET /.well-known/change
    Host: example.com
GET /unknown
    Host: example.com
GET /missing
    Host: example.com
GET /missing.css
    Host: example.com
