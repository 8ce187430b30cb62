ssi: subrequests in pages.

=== in the page's order, with its own arguments
--- config
    location / { ssi on; }
    location = /uri { return 200 "[$uri?$args]"; }
--- user_files
>>> a.html
<!--#include virtual="/uri?x=$arg_q" -->,<!--#include virtual="b.html"-->,<!--#include file="b.html"-->,<!--#include virtual="/u%72i?%78" wait="yes"-->
>>> b.html
b<!--#echo var="arg_q"--><!--#include virtual="/uri"-->
--- request: GET /a.html?q=1
--- response_body
[/uri?x=1],b(none)[/uri?]
,b(none)[/uri?]
,[/uri?%78]

=== variables are those of the page
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#set var="a" value="A"--><!--#include virtual="/b.html" wait="yes"--><!--#echo var="b"-->
>>> b.html
<!--#echo var="a"--><!--#set var="b" value="B"-->
--- request: GET /a.html
--- response_body
A
B

=== what is wrong
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#config errmsg="!"--><!--#include virtual="/x" file="y"-->1<!--#include-->2<!--#include file="x" wait="yes"-->3<!--#include virtual="/x" wait="x"-->4<!--#include virtual="../x"-->5<!--#include virtual="/x" stub="none"-->6<!--#include virtual="/x" stub="a" set="b"-->
--- request: GET /a.html
--- response_body
!1!2!3!4!5!6!
--- error_log
inclusion may be either virtual="/x" or file="y"
no parameter in "include" SSI command
"wait" cannot be used with file="x"
invalid value "x" in the "wait" parameter
unsafe URI "/../x" was detected
"stub"="none" for "include" not found
"set" and "stub" cannot be used together in "include" SSI command

=== the pages of errors are included
--- config
    location / { ssi on; }
    location = /e { error_page 404 /e.html; }
--- user_files
>>> a.html
<!--#include virtual="/none"--><!--#include virtual="/e"-->
>>> e.html
E<!--#echo var="uri"-->
--- request: GET /a.html
--- response_body_like: ^<html>(.|\r|\n)*404 Not Found(.|\r|\n)*E/e.html\n\n$

=== a block stands in for an error and for nothing; its commands run where it stands
--- config
    location / { ssi on; }
    location = /204 { return 204; }
    location = /e { error_page 404 /a.html; }
    location = /empty.html { ssi on; }
    location = /ok { return 200 OK; }
--- user_files
>>> a.html
<!--#block name="b"-->[<!--# if  expr='$arg_x' --><!--#echo var="arg_x"--><!--#else-->"<!--#echo var="arg_y" default='"' encoding="none"--><!--#endif-->]<!--#endblock-->
<!--#include virtual="/none?x=1" stub="b"-->
<!--#include virtual="/none?z=1" stub="b"-->
<!--#include virtual="/e?x=3" stub="b"-->
<!--#include virtual="/ok" stub="b"-->
>>> empty.html
--- request: GET /a.html
--- response_body

[1]
[""]
[<!--#if expr="$arg_x" --><!--#echo var="arg_x" --><!--#else -->"<!--#echo var="arg_y" default='"' encoding="none" --><!--#endif -->]
OK
--- needs: engine

=== set: the response goes into a variable
--- config
    location / { ssi on; }
    location = /ok { return 200 "<ok $args>"; }
    location = /none { return 404 "none"; }
--- user_files
>>> a.html
<!--#include virtual="/ok?1" set="x"-->1<!--#echo var="X"-->2<!--#include virtual="/none" set="x"-->[<!--#echo var="x"-->]<!--#include virtual="/none" set="y"-->[<!--#echo var="y"-->]
--- request: GET /a.html
--- response_body
1&lt;ok 1&gt;2[&lt;ok 1&gt;][]

=== a page that includes itself ends
--- config
    location / { ssi on; }
--- user_files
>>> a.html
x<!--#include virtual="/a.html"-->y
--- request: GET /a.html
--- response_body_like: ^x{51,52}\[an error occurred while processing the directive\](y\n){51,52}$
--- error_log
subrequests cycle while processing "/a.html"

=== beyond nginx: conditions nest
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#if expr="$arg_a"-->1<!--#if expr="$arg_b"-->2<!--#else-->3<!--#endif-->4<!--#else-->5<!--#if expr="$arg_b"-->6<!--#elif expr="$arg_a"-->7<!--#endif-->8<!--#endif-->9
--- pipelined_requests
GET /a.html
GET /a.html?a=1
GET /a.html?b=1
GET /a.html?a=1&b=1
--- response_body
589
1349
5689
1249
--- needs: engine

=== a page that includes itself twice does not go on for ever
--- config
    location / { ssi on; ssi_silent_errors on; error_log off.log crit; }
--- user_files
>>> a.html
<!--#include virtual="/a.html"--><!--#include virtual="/a.html"-->.
--- request: GET /a.html
--- response_body_like: ^[.\n]+$
--- needs: engine
