browser: modern and ancient ones.

=== TEST 1: a version that is high enough
--- config
    modern_browser gecko 1.0.0;
    modern_browser msie 5.5;
    location / { return 200 "[$modern_browser][$ancient_browser][$msie]"; }
--- request
GET /
--- more_headers
User-Agent: Mozilla/4.0 (compatible; MSIE 5.50; Windows)
--- response_body chomp
[1][][1]

=== TEST 2: a version that is not
--- config
    modern_browser gecko 1.0.0;
    ancient_browser_value old;
    location / { return 200 "[$modern_browser][$ancient_browser][$msie]"; }
--- request
GET /
--- more_headers
User-Agent: Mozilla/5.0 (X11; rv:0.9) Gecko/2010
--- response_body chomp
[][old][]

=== TEST 3: names of ancient browsers
--- http_config
    modern_browser unlisted;
    ancient_browser Lynx netscape4;
--- config
    location / { return 200 "[$modern_browser][$ancient_browser]"; }
--- request
GET /
--- more_headers
User-Agent: Lynx/2.8
--- response_body chomp
[][1]

=== TEST 4: Netscape 4
--- http_config
    modern_browser unlisted;
    ancient_browser Lynx netscape4;
--- config
    location / { return 200 "[$modern_browser][$ancient_browser]"; }
--- request
GET /
--- more_headers
User-Agent: Mozilla/4.08 [en] (X11)
--- response_body chomp
[][1]

=== TEST 5: in no list
--- http_config
    modern_browser unlisted;
    modern_browser_value yes;
--- config
    location / { return 200 "[$modern_browser][$ancient_browser]"; }
--- request
GET /
--- more_headers
User-Agent: something
--- response_body chomp
[yes][]

=== TEST 6: Opera says that it is another, and is found first
--- config
    modern_browser msie 5.5;
    modern_browser opera 9.0;
    location / { return 200 "[$modern_browser][$ancient_browser][$msie]"; }
--- request
GET /
--- more_headers
User-Agent: Mozilla/4.0 (compatible; MSIE 6.0; X11) Opera 8.5
--- response_body chomp
[][1][]

=== TEST 7: an unknown name
--- config
    modern_browser foo 1;
--- must_die
--- error_log
[emerg] unknown browser name "foo" in
