ssi: echo, set, config, if; what is in a page besides.

=== echo: encodings stay from one to the next
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#set var="v" value="<a b&\"c\">" --><!--# echo var="v" -->
<!--#echo var="v" encoding="url"-->
<!--#echo var="v"-->
<!--#echo encoding="none" var='V'-->
--- request: GET /a.html
--- response_headers
!Content-Length
!Last-Modified
!ETag
!Accept-Ranges
--- response_body
&lt;a b&amp;&quot;c&quot;&gt;
%3Ca%20b&%22c%22%3E
%3Ca%20b&%22c%22%3E
<a b&"c">

=== echo: what is not there
--- config
    location / { ssi on; }
--- user_files
>>> a.html
[<!--#echo var="none"-->][<!--#echo var="none" default="<x>"-->][<!--#echo var="none" default=""-->][<!--#echo var="arg_q"-->]
--- request: GET /a.html?q=
--- response_body
[(none)][&lt;x&gt;][][]

=== set: variables and backslashes
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#set var="a" value="$arg_q-${ARG_Q}x"--><!--#echo var="a"-->
<!--#set var="b" value="\$a \\$a \"q\" \d"--><!--#echo var="b" encoding="none"-->
<!--#set var="request_uri" value="mine"--><!--#echo var="request_uri"-->
<!--#set var="c" value="${a"--><!--#set var="c" value="a$"-->
--- request: GET /a.html?q=1
--- response_body
1-1x
$a \1-1x "q" \d
mine
[an error occurred while processing the directive][an error occurred while processing the directive]
--- error_log
the closing bracket in "a" variable is missing
invalid variable name in "a$"

=== config: the error message and the time
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#nothing--><!--#config errmsg="ERR"--><!--#nothing-->|<!--#config timefmt="%Y..%%"--><!--#echo var="date_gmt"-->
--- request: GET /a.html
--- response_body_like: ^\[an error occurred while processing the directive\]ERR\|20\d\d\.\.%$
--- error_log
invalid SSI command: "nothing"

=== config: seconds
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#config timefmt="%s"--><!--#echo var="date_local"-->
--- request: GET /a.html
--- response_body_like: ^\d{10}$

=== dates elsewhere
--- config
    location / { return 200 "$date_gmt"; }
--- request: GET /
--- response_body_like: ^[A-Z][a-z]+day, \d\d-[A-Z][a-z][a-z]-\d{4} \d\d:\d\d:\d\d [A-Z]+$

=== errors are not shown when that is asked for
--- config
    location / { ssi on; ssi_silent_errors on; }
--- user_files
>>> a.html
a<!--#nothing-->b<!--#echo-->c<!--#echo var=x-->d
--- request: GET /a.html
--- response_body
abcd

=== parameters that are wrong
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#config errmsg="!"--><!--#echo foo="x" -->a<!--# echo -->b<!--# echo var="x" var="y"-->c<!--#echo var="x" encoding="x"-->
<!--#else-->d<!--#elif expr="x"-->e<!--#endif-->
--- request: GET /a.html
--- response_body
!a!b!c(none)
!d!e!
--- error_log
invalid parameter name: "foo" in "echo" SSI command
mandatory "var" parameter is absent in "echo" SSI command
duplicate "var" parameter in "echo" SSI command
invalid context of SSI command: "else"

=== commands that are malformed
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#config errmsg="!"--><!--#echo var -->1<!--#echo var=x-->2<!--#echo var="x"y="z"-->3<!--#echo-x-->4<!--#echo var="x" - ->5-->6
<!--#aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-->1<!--#echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa="x"-->2<!--#  echo	var =  'arg_q'	-->3
--- request: GET /a.html?q=Q
--- response_body
!1!2!3!4!6
!1!2Q3
--- error_log
unexpected "-" symbol after "var" parameter in "echo" SSI command
unexpected "x" symbol before value of "var" parameter in "echo" SSI command
unexpected "y" symbol after "x" value of "var" parameter in "echo" SSI command
the "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..." SSI command is too long

=== values that are too long
--- config
    location / { ssi on; ssi_value_length 5; }
--- user_files
>>> a.html
<!--#echo var="arg_q"-->,<!--#echo var="arg_qq"-->
--- request: GET /a.html?q=Q
--- response_body
Q,[an error occurred while processing the directive]
--- error_log
too long "arg_qq..." value of "var" parameter in "echo" SSI command

=== text that looks like commands
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!-- a --><<!--#echo var="arg_q"--><!-<!--<b><!-- #echo var="arg_q"-->
--- request: GET /a.html?q=Q
--- response_body
<!-- a --><Q<!-<!--<b><!-- #echo var="arg_q"-->

=== if: a value, equal, not equal
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#if expr="$arg_a"-->1<!--#endif--><!--#if expr="$arg_b"-->2<!--#endif-->
<!--#if expr="$arg_a = x"-->1<!--#endif--><!--#if expr="$arg_a=y"-->2<!--#endif--><!--#if expr="$arg_b != y"-->3<!--#endif--><!--#if expr="$arg_a != x"-->4<!--#endif-->
<!--#if expr="$arg_a = $arg_c"-->1<!--#endif--><!--#if expr="$arg_b = "-->2<!--#endif--><!--#if expr=""-->3<!--#else-->4<!--#endif-->
--- request: GET /a.html?a=x&c=x
--- response_body
1
13
124

=== if: one branch
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#if expr="$arg_a"-->1<!--#elif expr="$arg_b"-->2<!--#elif expr="$arg_c"-->3<!--#nothing--><!--#set var="x" value="no"--><!--#else-->4<!--#endif--><!--#echo var="x"-->
--- request: GET /a.html?b=1&c=1
--- response_body
2(none)

=== if: regular expressions and their groups
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#if expr="$arg_a = /^(.)(?<rest>.*)/"--><!--#echo var="0"-->,<!--#echo var="1"-->,<!--#echo var="rest"-->,<!--#echo var="9"--><!--#endif--><!--#if expr="$arg_a != /z/"--> <!--#set var="b" value="[$2$1]"--><!--#echo var="b"--><!--#endif-->
--- request: GET /a.html?a=abc
--- response_body
abc,a,bc,(none) [bca]

=== if: expressions that are none
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#config errmsg="!"--><!--#if expr="$arg_q = /x"-->1<!--#endif--><!--#if expr="$arg_q = /(b/"-->2<!--#endif--><!--#if expr="$arg_q ! b"-->3<!--#endif-->
--- request: GET /a.html?q=Q
--- response_body
!1!!2!!3!
--- error_log
invalid expression in "$arg_q = /x"
pcre2_compile() failed: missing closing parenthesis in "(b"

=== types
--- config
    location / { ssi on; }
    location /css/ { ssi on; ssi_types text/css; types { text/css css; } }
--- user_files
>>> a.txt
<!--#echo var="uri"-->
>>> css/a.css
<!--#echo var="uri"-->
--- pipelined_requests
GET /a.txt
GET /css/a.css
--- response_body
<!--#echo var="uri"-->
/css/a.css

=== last modified
--- config
    location / { ssi on; ssi_last_modified on; }
--- user_files
>>> a.html
x
--- request: GET /a.html
--- raw_response_headers_like: (?s)Last-Modified: .*ETag: W/"
--- response_body
x

=== values that double themselves come to an end
--- config
    ssi on;
    default_type text/html;
--- user_files
>>> page
<!--#set var="a" value="0123456789abcdef" --><!--#config errmsg="E" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="a" value="$a$a" -->
<!--#set var="b" value="short" --><!--#echo var="b" -->
--- request: GET /page
--- response_body_like: ^\n{21}E\nE\nshort\n$
--- error_log
too much text in variables of an SSI page
--- needs: engine
