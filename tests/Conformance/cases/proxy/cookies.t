Set-Cookie on its way through: rewritten, or as it came.

=== a rule puts the cookie together anew
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t/; proxy_cookie_flags a secure httponly samesite=none; }
    location /t { add_header Set-Cookie "a=1;Path=/x;HttpOnly;  Secure"; return 200 x; }
--- request: GET /
--- response_headers
Set-Cookie: a=1; Path=/x; HttpOnly; Secure; SameSite=None

=== without one it goes on as it came
--- config
    location / { proxy_pass http://127.0.0.1:{port}/t/; proxy_cookie_flags b secure; proxy_cookie_path /z /y; }
    location /t { add_header Set-Cookie "a=1;Path=/x;  HttpOnly"; return 200 x; }
--- request: GET /
--- response_headers
Set-Cookie: a=1;Path=/x;  HttpOnly
