userid: cookies that tell clients apart.

=== TEST 1: a new client
--- config
    location / { userid on; userid_service 1; return 200 "$uid_got|$uid_set"; }
--- request
GET /
--- raw_response_headers_like: Set-Cookie: uid=AAAAAW.{16}==; path=/
--- response_body_like: ^\|uid=01000000[0-9A-F]{24}$

=== TEST 2: a known client
--- config
    location / { userid on; return 200 "$uid_got|$uid_set"; }
--- request
GET /
--- more_headers
Cookie: a=b; uid=AAAAAWVhZWJhYmNkAgMDAw==
--- response_headers
!Set-Cookie
--- response_body chomp
uid=01000000626561656463626103030302|

=== TEST 3: attributes
--- config
    location / {
        userid on;
        userid_name id;
        userid_domain .example.com;
        userid_path /x;
        userid_expires max;
        userid_flags secure httponly samesite=lax;
        userid_p3p 'policyref="/w3c/p3p.xml"';
        return 200;
    }
--- request
GET /
--- response_headers
P3P: policyref="/w3c/p3p.xml"
--- raw_response_headers_like: Set-Cookie: id=.{22}==; expires=Thu, 31-Dec-37 23:55:55 GMT; domain=.example.com; path=/x; secure; httponly; samesite=lax

=== TEST 4: a mark is added to a cookie without one
--- config
    location / { userid on; userid_mark A; return 200; }
--- request
GET /
--- more_headers
Cookie: uid=AAAAAWVhZWJhYmNkAgMDAw==
--- response_headers
Set-Cookie: uid=AAAAAWVhZWJhYmNkAgMDAwA=; path=/

=== TEST 5: and left where it is
--- config
    location / { userid on; userid_mark A; return 200; }
--- request
GET /
--- more_headers
Cookie: uid=AAAAAWVhZWJhYmNkAgMDAwA=
--- response_headers
!Set-Cookie

=== TEST 6: log reads and sends nothing
--- config
    location / { userid log; return 200 "$uid_got|$uid_set"; }
--- request
GET /
--- response_headers
!Set-Cookie
--- response_body chomp
|

=== TEST 7: a reset
--- config
    location / { userid on; set $uid_reset log; return 200; }
--- request
GET /
--- more_headers
Cookie: uid=AAAAAWVhZWJhYmNkAgMDAw==
--- raw_response_headers_like: Set-Cookie: uid=
--- error_log
[notice]
userid cookie "uid=
 was reset

=== TEST 8: what is no identifier
--- config
    location / { userid on; return 200; }
--- request
GET /
--- more_headers
Cookie: uid=short
--- raw_response_headers_like: Set-Cookie: uid=
--- error_log
client sent too short userid cookie "uid=short"

=== TEST 9: a mark that is none
--- config
    userid_mark ab;
--- must_die
--- error_log
[emerg] "userid_mark" directive value must be "off" or a single letter, digit or "=" in

=== TEST 10: unused bits of what came back are not looked at
--- config
    userid log;
    location / { return 200 "$uid_got"; }
--- request: GET /
--- more_headers
Cookie: uid=fwAAAU/dOzqbJBXyAgMEAh==
--- response_body: uid=0100007F3A3BDD4FF215249B02040302

=== TEST 11: a cookie that lives longer than dates can say
--- config
    location / { userid on; userid_expires 9000y; return 200 x; }
--- request: GET /
--- raw_response_headers_like: Set-Cookie: uid=[^;]+; expires=Fri, 31-Dec-9999 23:59:59 GMT; path=/
