auth_basic: every form of password, and when none is asked for.

=== TEST 1: no credentials
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- error_code: 401
--- response_headers
WWW-Authenticate: Basic realm="the realm"
--- error_log
[info]
no user/password was provided for basic authentication, client: 127.0.0.1

=== TEST 2: {plain} the right password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic cGxhaW46cHc=
--- response_body
x

=== TEST 3: {plain} a wrong password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic cGxhaW46cFc=
--- error_code: 401
--- error_log
[error]
user "plain": password mismatch, client: 127.0.0.1

=== TEST 4: {sha} the right password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic c2hhOnB3
--- response_body
x

=== TEST 5: {sha} a wrong password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic c2hhOnBX
--- error_code: 401
--- error_log
[error]
user "sha": password mismatch, client: 127.0.0.1

=== TEST 6: {ssha} the right password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic c3NoYTpwdw==
--- response_body
x

=== TEST 7: {ssha} a wrong password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic c3NoYTpwVw==
--- error_code: 401
--- error_log
[error]
user "ssha": password mismatch, client: 127.0.0.1

=== TEST 8: {apr} the right password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic YXByOnB3
--- response_body
x

=== TEST 9: {apr} a wrong password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic YXByOnBX
--- error_code: 401
--- error_log
[error]
user "apr": password mismatch, client: 127.0.0.1

=== TEST 10: {md5} the right password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic bWQ1OnB3
--- response_body
x

=== TEST 11: {md5} a wrong password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic bWQ1OnBX
--- error_code: 401
--- error_log
[error]
user "md5": password mismatch, client: 127.0.0.1

=== TEST 12: {sha512} the right password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic c2hhNTEyOnB3
--- response_body
x

=== TEST 13: {sha512} a wrong password
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic c2hhNTEyOnBX
--- error_code: 401
--- error_log
[error]
user "sha512": password mismatch, client: 127.0.0.1

=== TEST 14: an unknown user
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic bm9ib2R5OnB3
--- error_code: 401
--- error_log
user "nobody" was not found in "

=== TEST 15: credentials that are none
--- config
    location / { auth_basic "the realm"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
# a comment
plain:{PLAIN}pw
sha:{SHA}GpHWL3ymc5liWkNopqtdSjuqYHM=
ssha:{SSHA}K/qCHdTzr1rftXNEV4Ob7XsySBlzYWx0
apr:$apr1$abcdefgh$5VEbMkemELfbhC5ck.U.z1
md5:$1$abcd$ZxZeq65rYzBW8OZXL4RQd.:a comment
sha512:$6$abcd$uQZaz9xQBejvX2R1u2x93SXlAvfV3SAU2qoX20YNobk9HllUTM5ihgzh9nmhQnkHDvkSvQvuOa/KGMUZf6XR6/
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic !!
--- error_code: 401
--- error_log
no user/password was provided for basic authentication

=== TEST 16: off at an inner level
--- config
    auth_basic "the realm"; auth_basic_user_file {root}/html/users;
    location / { auth_basic off; }
--- user_files
>>> users
>>> a
x
--- request
GET /a
--- response_body
x

=== TEST 17: off by a variable
--- config
    location / { auth_basic $arg_r; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
>>> a
x
--- pipelined_requests
GET /a?r=off
GET /a?r=zone
--- error_code: 200 401
--- response_headers
WWW-Authenticate: Basic realm="zone"

=== TEST 18: the file is missing
--- config
    location / { auth_basic "x"; auth_basic_user_file {root}/none; }
--- request
GET /a
--- more_headers
Authorization: Basic d2U6cHc=
--- error_code: 403
--- error_log
[error]
/none" failed (2: No such file or directory)

=== TEST 19: satisfy any, the address is enough
--- config
    location / { satisfy any; allow 127.0.0.1; deny all; auth_basic "x"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
>>> a
x
--- request
GET /a
--- response_body
x
--- response_headers
!WWW-Authenticate

=== TEST 20: satisfy any, the password is enough
--- config
    location / { satisfy any; deny all; auth_basic "x"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
we:{PLAIN}pw
>>> a
x
--- request
GET /a
--- more_headers
Authorization: Basic d2U6cHc=
--- response_body
x

=== TEST 21: satisfy any, nothing is enough
--- config
    location / { satisfy any; deny all; auth_basic "x"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
--- request
GET /a
--- error_code: 401

=== TEST 22: auth_delay keeps a refusal waiting
--- config
    location / { auth_delay 10ms; auth_basic "x"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
--- request
GET /a
--- error_code: 401
--- error_log
delaying unauthorized request

=== TEST 23: without a name there is nobody
--- config
    location / { auth_basic "x"; auth_basic_user_file {root}/html/users; }
--- user_files
>>> users
:{PLAIN}pw
--- request
GET /a
--- more_headers
Authorization: Basic OnB3
--- error_code: 401
--- error_log
no user/password was provided for basic authentication

=== TEST 24: credentials without padding
--- config
    location / { auth_basic "x"; auth_basic_user_file {root}/html/users; return 200 "$remote_user"; }
    location /a { auth_basic "x"; auth_basic_user_file {root}/html/users; try_files /ok.txt =404; }
--- user_files
>>> users
ab:{PLAIN}c
>>> ok.txt
ok
--- request
GET /a
--- more_headers
Authorization: Basic YWI6Yw
--- response_body
ok
