secure_link: links with a digest, with and without a time.

=== TEST 1: an expression
--- config
    location / { secure_link $arg_md5; secure_link_md5 "$uri secret"; return 200 "[$secure_link][$secure_link_expires] "; }
--- pipelined_requests
GET /t?md5=cwODVW3WE-sMQOcS_5ovtA
GET /t?md5=cwODVW3WE-sMQOcS_5ovtA==
GET /u?md5=cwODVW3WE-sMQOcS_5ovtA
GET /t?md5=cwODVW3WE-sMQOcS_5ovt
GET /t
--- response_body chomp
[1][] [1][] [][] [][] [][] 

=== TEST 2: an expression and a time
--- config
    location / { secure_link $arg_md5,$arg_e; secure_link_md5 "$secure_link_expires$uri secret"; return 200 "[$secure_link][$secure_link_expires] "; }
--- pipelined_requests
GET /s?md5=M9m-pkUVAhAlB1gvFR_dUA&e=4000000000
GET /s?md5=JTMcBaX8OibOWhY8bbZEHw&e=1000000000
GET /s?md5=tMH-LZV8C4n3wFIz2ybEMg&e=0
GET /s?md5=M9m-pkUVAhAlB1gvFR_dUA&e=4000000001
GET /s?md5=Op2h12oLgNBVPbKnGnE1BQ&e=x
--- response_body chomp
[1][4000000000] [0][1000000000] [][] [][4000000001] [][] 

=== TEST 3: a secret word
--- config
    location /p/ { secure_link_secret word; if ($secure_link = "") { return 403; } return 200 "$secure_link"; }
--- pipelined_requests
GET /p/6e5e3c5114a89b24a192c46e56704e13/link/a
GET /p/6e5e3c5114a89b24a192c46e56704e13/
GET /p/short/link
GET /p/6e5e3c5114a89b24a192c46e56704e13/link/a?x
--- error_code: 403 403 403 200
--- response_body_like: link/a\?x$
