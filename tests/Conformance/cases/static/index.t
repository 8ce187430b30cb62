index: which file answers for a directory.

=== index.html by default
--- config
--- user_files
>>> d/index.html
index of d
--- request: GET /d/
--- response_headers
Content-Type: text/html
--- response_body
index of d

=== the first one that is there, variables in names
--- config
    index none.html $arg_name.txt last.txt;
--- user_files
>>> d/one.txt
one
>>> d/last.txt
last
--- request: GET /d/?name=one
--- response_body
one

=== an absolute one is redirected to whatever is there
--- config
    index none.html /other.txt;
--- user_files
>>> d/x
x
>>> other.txt
other
--- request: GET /d/
--- response_body
other

=== the redirect looks for a location again
--- config
    location ~ \.txt$ { return 200 "location of $uri"; }
    location / { index a.txt; }
--- user_files
>>> d/a.txt
a
--- request: GET /d/?x=y
--- response_body chomp
location of /d/a.txt

=== with an alias
--- config
    location /i/ { alias {root}/html/d/; index a.txt; }
--- user_files
>>> d/a.txt
a
--- request: GET /i/
--- response_body
a

=== a directory without one is forbidden
--- config
--- user_files
>>> d/x
x
--- request: GET /d/
--- error_code: 403
--- error_log
directory index of "
html/d/" is forbidden

=== without the directory it is not found
--- config
--- request: GET /d/
--- error_code: 404
--- error_log
html/d/index.html" is not found (2: No such file or directory)

=== a file with a slash behind it is not found
--- config
--- user_files
>>> a.txt
hello
--- request: GET /a.txt/
--- error_code: 404
--- error_log
html/a.txt/index.html" is not found (20: Not a directory)

=== an empty name leads in circles, which end
--- config
    index $arg_none;
--- user_files
>>> d/x
x
--- request: GET /d/
--- error_code: 500
--- error_log
rewrite or internal redirection cycle while internally redirecting to "/d/"

=== an empty word is an error
--- needs: engine
--- config
    index a "";
--- must_die
--- error_log
index "" in "index" directive is invalid
