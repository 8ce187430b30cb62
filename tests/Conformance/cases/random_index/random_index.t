random_index

=== a file of the directory
--- config
    location /d/ { random_index on; }
--- user_files
>>> d/one.txt
one
>>> d/sub/two.txt
two
>>> d/.three
three
--- request: GET /d/
--- response_body
one

=== none in it
--- config
    location /d/ { random_index on; }
--- user_files
>>> d/sub/two.txt
two
--- request: GET /d/
--- error_code: 403
