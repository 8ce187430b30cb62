set_…: one value made of another.

=== escapes
--- config
    location / {
        set_escape_uri $a "a b+c/?&=%'()*!~.-_";
        set_unescape_uri $b $arg_x;
        set_unescape_uri $c "a+b%2bc%zz%4";
        set $d "a b"; set_escape_uri $d; set_escape_uri $d;
        return 200 "$a|$b|$c|$d";
    }
--- request
GET /?x=hello+world%21
--- response_body chomp
a%20b%2Bc%2F%3F%26%3D%25'()*!~.-_|hello world!|a b+czz|a%2520b

=== string literals
--- config
    location / {
        set $text "h\n\r'\"\\\t";
        set_quote_sql_str $sql $text;
        set_quote_pgsql_str $pgsql $text;
        set_quote_json_str $json $text;
        set_unescape_uri $control "%01%1f%08%0c";
        set_quote_json_str $control;
        set_quote_sql_str $no_sql "";
        set_quote_pgsql_str $no_pgsql "";
        set_quote_json_str $no_json "";
        return 200 "$sql\n$pgsql\n$json\n$control\n$no_sql $no_pgsql $no_json\n";
    }
--- request
GET /
--- response_body
'h\n\r\'\"\\\t'
E'h\n\r\'\"\\\t'
"h\n\r'\"\\\t"
"\u0001\u001f\b\f"
'' '' null

=== base32
--- config
    location / {
        set_encode_base32 $a abcde; set_encode_base32 $b a; set_encode_base32 $c abcd; set_encode_base32 $d "";
        set_decode_base32 $e c5h66p35; set_decode_base32 $f "c4======"; set_decode_base32 $g c5h66; set_decode_base32 $h c5h66p; set_decode_base32 $i "c5h66p3!";
        return 200 "$a $b $c [$d] $e $f $g [$h] $i";
    }
    location /own {
        set_base32_alphabet ABCDEFGHIJKLMNOPQRSTUVWXYZ234567;
        set_base32_padding off;
        set_encode_base32 $a hello!; set_decode_base32 $b $a;
        return 200 "\n$a $b";
    }
--- pipelined_requests
GET /
GET /own
--- response_body chomp
c5h66p35 c4====== c5h66p0= [] abcde a abc [] abcd`
NBSWY3DPEE hello!

=== an alphabet has 32 characters
--- config
    set_base32_alphabet abc;
--- must_die
--- error_log
"set_base32_alphabet" directive takes an alphabet of 32 bytes
--- needs: engine

=== base64, hexadecimal, digests
--- config
    location / {
        set_encode_base64 $a "ab?>"; set_decode_base64 $b YWI; set_encode_base64url $c "ab??>>a"; set_decode_base64url $d $c;
        set_encode_hex $e "a\n"; set_decode_hex $f 610A6b; set_md5 $g hello; set_sha1 $h hello;
        set_hmac_sha1 $i key text; set_encode_hex $i; set_hmac_sha256 $j key text; set_encode_hex $j;
        return 200 "$a $b $c $d $e $f\n$g\n$h\n$i\n$j\n";
    }
--- request
GET /
--- response_body
YWI/Pg== ab YWI_Pz4-YQ ab??>>a 610a a
k
5d41402abc4b2a76b9719d911017c592
aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d
369e2959eb49450338b212748f77d8ded74847bb
6afa9046a9579cad143a384c1b564b9a250d27d6f6a63f9f20bf3a7594c9e2c6

=== what is not base64
--- config
    location / { set_decode_base64 $x !!; return 200 $x; }
--- request
GET /
--- error_code: 500
--- error_log
[error]
set_decode_base64: invalid value

=== what is not hexadecimal
--- config
    location / { set_decode_hex $x 616; return 200 $x; }
--- request
GET /
--- error_code: 500
--- error_log
[error]
set_decode_hex: invalid value

=== set_if_empty
--- config
    location / { set $a $arg_a; set_if_empty $a "none $arg_b"; return 200 "$a "; }
--- pipelined_requests
GET /?a=1
GET /?b=2
--- response_body chomp
1 none 2 

=== random numbers and texts
--- config
    location / {
        set_random $a 5 5; set_random $b 9 7; set_secure_random_alphanum $c 64; set_secure_random_lcalpha $d 3;
        return 200 "$a $b $c $d";
    }
--- request
GET /
--- response_body_like
^5 [789] [a-zA-Z0-9]{64} [a-z]{3}$

=== a bound that is none: set_random $x 5 x
--- config
    location / { set_random $x 5 x; return 200 $x; }
--- request
GET /
--- error_code: 500
--- error_log
[error]
set_random: bad "to" argument: x

=== a bound that is none: set_random $x -1 5
--- config
    location / { set_random $x -1 5; return 200 $x; }
--- request
GET /
--- error_code: 500
--- error_log
[error]
set_random: bad "from" argument: -1

=== a bound that is none: set_secure_random_alphanum $x 65
--- config
    location / { set_secure_random_alphanum $x 65; return 200 $x; }
--- request
GET /
--- error_code: 500
--- error_log
[error]
set_random: bad "length" argument: 65

=== a bound that is none: set_rotate $x a 1
--- config
    location / { set_rotate $x a 1; return 200 $x; }
--- request
GET /
--- error_code: 500
--- error_log
[error]
set_rotate: bad "from" argument value: "a"

=== set_rotate counts on from the variable, or from its own last value
--- config
    location /own { set_rotate $x 1 3; return 200 "$x "; }
    location /given { set $x $arg_x; set_rotate $x 5 1; return 200 "$x "; }
--- pipelined_requests
GET /own
GET /own
GET /own
GET /own
GET /given?x=3
GET /given?x=5
GET /given?x=
--- response_body chomp
1 2 3 1 4 1 2 

=== times
--- config
    location / {
        set_local_today $a; set_formatted_local_time $b "%Y-%m-%d"; set_formatted_gmt_time $c "%Y x %Z %%"; set_formatted_gmt_time $d "";
        return 200 "$a $b $c [$d]";
    }
--- request
GET /
--- response_body_like
^(\d{4}-\d\d-\d\d) \1 \d{4} x GMT % \[\]$

=== set_hashed_upstream
--- http_config
    upstream u0 { server 127.0.0.1:1; }
    upstream u1 { server 127.0.0.1:1; }
    upstream u2 { server 127.0.0.1:1; }
    upstream_list all u0 u1 u2;
--- config
    location / {
        set_hashed_upstream $a all blah; set_hashed_upstream $b all hello; set_hashed_upstream $c all 12345678;
        set $list $arg_list; set_hashed_upstream $d $list abc;
        return 200 "$a $b $c $d ";
    }
--- pipelined_requests
GET /?list=all
GET /?list=none
--- error_code: 200 500
--- response_body_like
^u2 u1 u0 u0 <html>
--- error_log
upstream list "none" not defined yet

=== a list that is not there
--- config
    location / { set_hashed_upstream $a none abc; }
--- must_die
--- error_log
[emerg]
set_hashed_upstream: upstream list "none" not defined yet
--- needs: engine

=== the same functions in Lua
--- config
    location / {
        set_base32_padding off;
        content_by_lua_block {
            ngx.say(ndk.set_var.set_escape_uri(" :"), " ", ndk.set_var.set_unescape_uri("a%20b"), " ", ndk.set_var.set_encode_base32("a"), " ", ndk.set_var.set_md5(1))
            ngx.say(pcall(function() return ndk.set_var.set_decode_hex("x") end))
            ngx.say(pcall(function() return ndk.set_var.content_by_lua("x") end))
        }
    }
--- request
GET /
--- response_body_like
^%20%3A a b c4 c4ca4238a0b923820dcc509a6f75849b\nfalse.*\nfalse.*\n$

=== what is left unescaped, and how literals are quoted
--- config
    location / {
        set_unescape_uri $text $arg_a;
        set_escape_uri $escaped $text;
        set_quote_sql_str $sql $text;
        set_quote_pgsql_str $pgsql $text;
        set_encode_hex $pgsql;
        echo "$escaped $sql $pgsql";
    }
--- pipelined_requests
GET /?a=%24%2c%40%60%7c%26%2f
GET /?a=%e4%bd%a0
GET /?a=a%ff
--- response_body_like
^\$,@`\|%26%2F '\\\$,@`\|&/' 45275c242c40607c262f27\n%E4%BD%A0 '...' 4527e4bda027\na%FF 'a.' 4527615c5c33373727\n$

=== set_hashed_upstream knows no difference between A and a
--- http_config
    upstream u0 { server 127.0.0.1:1; }
    upstream u1 { server 127.0.0.1:1; }
    upstream u2 { server 127.0.0.1:1; }
    upstream_list all u0 u1 u2;
--- config
    location / {
        set_hashed_upstream $a all mixedkey; set_hashed_upstream $b all mIXEDkEY; set_hashed_upstream $c all MIXEDKEY;
        set_hashed_upstream $d all otherkey; set_hashed_upstream $e all Otherkey; set_hashed_upstream $f all OTHERKEY;
        return 200 "$a $b $c|$d $e $f";
    }
--- request
GET /
--- response_body_like
^(u\d) \1 \1\|(u\d) \2 \2$
