Pages put together on the server: parts, variables, conditions, other servers' answers.

=== server-side includes
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    types { text/html html shtml; text/css css; }
    default_type text/plain;

    server {
        listen {port};
        root {root}/html;
        ssi on;
        set $greeting "hello <you>";
        location / { }
        location /off/ { ssi off; alias {root}/html/; }
        location /silent/ { ssi_silent_errors on; alias {root}/html/; }
        location /types/ { ssi_types text/css; alias {root}/html/; }
        location /modified/ { ssi_last_modified on; alias {root}/html/; }
        location /backend/ { proxy_pass http://127.0.0.1:{port2}; }
        location = /part { return 200 "part $args $request_method"; }
        location /compressed/ { alias {root}/html/; gzip on; gzip_min_length 1; }
    }
    server { listen 127.0.0.1:{port2}; default_type text/html; return 200 "from the backend $uri"; }
}
--- user_files
>>> html/include.shtml
<html><!--#include virtual="/part?x=1" --> and <!--#include file="inner.html" --></html>
>>> html/inner.html
inner <!--#echo var="greeting" -->
>>> html/echo.shtml
<!--#set var="name" value="value & more" --><!--#echo var="name" --> <!--#echo var="name" encoding="none" --> <!--#echo var="name" encoding="url" --> <!--#echo var="nothing" default="fallback" --> <!--#echo var="nothing" -->
>>> html/if.shtml
<!--#if expr="$arg_a" -->a<!--#elif expr="$arg_b = yes" -->b<!--#else -->none<!--#endif --> <!--#if expr="$arg_c = /^x(.)/" -->match<!--#endif --> <!--#if expr="$arg_c != x" -->not<!--#endif -->
>>> html/backend.shtml
[<!--#include virtual="/backend/one" -->][<!--#include virtual="/backend/two" wait="yes" -->]
>>> html/block.shtml
<!--#block name="other" -->instead<!--#endblock --><!--#include virtual="/none" stub="other" -->
>>> html/error.shtml
before <!--#nonsense --> after <!--#include --> end
>>> html/config.shtml
<!--#config errmsg="oops" --><!--#nonsense -->
>>> html/missing.shtml
[<!--#include virtual="/none.html" -->]
>>> html/a.css
<!--#echo var="uri" -->
>>> html/plain.txt
<!--#echo var="uri" -->
>>> html/comment.shtml
<!-- an ordinary comment --> <!--# echo var="uri" -->
--- requests
GET /include.shtml
GET /inner.html
GET /echo.shtml
GET /if.shtml
GET /if.shtml?a=1
GET /if.shtml?b=yes&c=xy
GET /if.shtml?b=no&c=x
GET /backend.shtml
GET /block.shtml
GET /error.shtml
GET /silent/error.shtml
GET /config.shtml
GET /missing.shtml
GET /off/echo.shtml
GET /types/a.css
GET /a.css
GET /plain.txt
GET /modified/inner.html
GET /comment.shtml
GET /compressed/include.shtml
    Accept-Encoding: gzip
HEAD /include.shtml
GET /include.shtml
    Range: bytes=0-4
POST /include.shtml
    > x
GET /include.shtml HTTP/1.0
