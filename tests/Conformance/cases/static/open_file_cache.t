open_file_cache and disable_symlinks.

=== files, directories and what is missing with a cache
--- config
    open_file_cache max=10 inactive=20s;
    open_file_cache_errors on;
    open_file_cache_min_uses 2;
    open_file_cache_valid 30s;
    location / { try_files $uri $uri/ =404; }
--- user_files
>>> a.txt
hello
>>> d/index.html
index
--- pipelined_requests
GET /a.txt
GET /a.txt
GET /a.txt
GET /none
GET /none
GET /d
GET /d/index.html
GET /d/index.html
--- error_code: 200 200 200 404 404 301 200 200

=== off in an inner level
--- config
    open_file_cache max=10;
    location / { open_file_cache off; }
--- user_files
>>> a.txt
hello
--- request: GET /a.txt
--- response_body
hello

=== without a maximum
--- config
    open_file_cache inactive=10s;
--- must_die
--- error_log
"open_file_cache" must have the "max" parameter

=== other parameters
--- config
    open_file_cache maximum=10;
--- must_die
--- error_log
invalid "open_file_cache" parameter "maximum=10"

=== disable_symlinks lets through what has none
--- config
    disable_symlinks on from=$document_root;
--- user_files
>>> d/a.txt
hello
--- pipelined_requests
GET /d/a.txt
GET /d
--- error_code: 200 301

=== disable_symlinks off has no from
--- config
    disable_symlinks off from=/;
--- must_die
--- error_log
"from=" cannot be used with "off" parameter
