PUT, DELETE, MKCOL, COPY and MOVE.

=== PUT creates, with a place
--- config
    dav_methods put;
--- request
PUT /a%20b.txt
hello
--- error_code: 201
--- response_headers
Content-Length: 0
--- raw_response_headers_like: Location: http://localhost:\d+/a%20b\.txt

=== PUT replaces
--- config
    dav_methods put;
--- user_files
>>> a.txt
old
--- request
PUT /a.txt
new
--- error_code: 204

=== what was put is there
--- config
    dav_methods put;
    client_body_buffer_size 16;
    location = /check { try_files /a.txt =404; }
--- raw_request unescape
PUT /a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 40\r\n\r\n0123456789012345678901234567890123456789
--- error_code: 201

=== PUT of a body in chunks
--- config
    dav_methods put;
--- raw_request unescape
PUT /a.txt HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n
--- error_code: 201

=== PUT does not make collections
--- config
    dav_methods put;
--- request
PUT /d/
x
--- error_code: 409
--- error_log
cannot PUT to a collection

=== nor replaces them
--- config
    dav_methods put;
--- user_files
>>> d/x
x
--- request
PUT /d
x
--- error_code: 409

=== PUT of a range is not taken for the whole
--- config
    dav_methods put;
--- request
PUT /a.txt
x
--- more_headers
Content-Range: bytes 0-0/5
--- error_code: 501

=== PUT without the directory
--- needs: engine
--- config
    dav_methods put;
--- request
PUT /d/e/a.txt
x
--- error_code: 409

=== PUT with create_full_put_path
--- config
    dav_methods put;
    create_full_put_path on;
--- request
PUT /d/e/a.txt
x
--- error_code: 201

=== DELETE
--- config
    dav_methods delete;
--- user_files
>>> a.txt
x
--- pipelined_requests
DELETE /a.txt
DELETE /a.txt
--- error_code: 204 404

=== DELETE of a collection with everything in it
--- config
    dav_methods delete;
--- user_files
>>> d/a/b.txt
x
>>> d/.hidden
x
--- pipelined_requests
DELETE /d
DELETE /d/
GET /d/
--- error_code: 409 204 404

=== min_delete_depth
--- config
    dav_methods DELETE;
    min_delete_depth 2;
--- user_files
>>> d/a.txt
x
--- pipelined_requests
DELETE /d/
DELETE /d/a.txt
--- error_code: 409 204
--- error_log
insufficient URI depth:2 to DELETE

=== a method that is not named is not allowed
--- config
    dav_methods put;
--- user_files
>>> a.txt
x
--- request: DELETE /a.txt
--- error_code: 405

=== MKCOL
--- config
    dav_methods mkcol;
--- pipelined_requests
MKCOL /d
MKCOL /d/
MKCOL /d/
MKCOL /e/f/
--- error_code: 409 201 405 409

=== COPY
--- config
    dav_methods copy;
--- user_files
>>> a.txt
hello
--- pipelined_requests
COPY /a.txt
GET /b.txt
--- more_headers
Destination: /b.txt
--- error_code: 204 200
--- response_body
hello

=== MOVE of a collection to a URI of this host
--- config
    dav_methods move;
--- user_files
>>> d/e/a.txt
hello
--- pipelined_requests
MOVE /d/
GET /f/e/a.txt
GET /d/e/a.txt
--- more_headers
Destination: http://localhost/f/
--- error_code: 201 200 404

=== what is there is not overwritten when the client says so
--- config
    dav_methods copy;
--- user_files
>>> a.txt
hello
>>> b.txt
there
--- pipelined_requests
COPY /a.txt
GET /b.txt
--- more_headers
Destination: /b.txt
Overwrite: F
--- error_code: 412 200
--- response_body_like: there\n$

=== another host is another server
--- config
    dav_methods copy;
--- user_files
>>> a.txt
hello
--- request: COPY /a.txt
--- more_headers
Destination: http://elsewhere/b.txt
--- error_code: 400
--- error_log
is handled by different repository than the source URI

=== a host that only begins like this one too
--- needs: engine
--- config
    dav_methods copy;
--- user_files
>>> a.txt
hello
--- request: COPY /a.txt
--- more_headers
Destination: http://localhost.elsewhere/b.txt
--- error_code: 400

=== a destination can't leave the root
--- config
    dav_methods copy;
--- user_files
>>> a.txt
hello
--- request: COPY /a.txt
--- more_headers
Destination: /../b.txt
--- error_code: 400

=== nor an alias
--- needs: engine
--- config
    location /dav/ { alias {root}/html/d/; dav_methods copy; }
--- user_files
>>> d/a.txt
hello
--- request: COPY /dav/a.txt
--- more_headers
Destination: /x
--- error_code: 400

=== nor an alias by the segment in which it meets the rest of the URI
--- needs: engine
--- config
    location /dav { alias {root}/html/d/; dav_methods copy; }
--- user_files
>>> d/a.txt
hello
--- request: COPY /dav/a.txt
--- more_headers
Destination: /dav../b.txt
--- error_code: 400

=== a copy onto itself would empty it
--- needs: engine
--- config
    dav_methods copy;
--- user_files
>>> a.txt
hello
--- pipelined_requests
COPY /a.txt
GET /a.txt
--- more_headers
Destination: /a.txt
--- error_code: 403 200
--- response_body_like: hello\n$

=== a collection has no room in itself
--- needs: engine
--- config
    dav_methods copy;
--- user_files
>>> d/a.txt
hello
--- request: COPY /d/
--- more_headers
Destination: /d/e/
--- error_code: 403

=== dav_access knows two rights
--- config
    dav_access user:rx;
--- must_die
--- error_log
invalid value "user:rx"

=== a collection does not take the place of what it is in
--- config
    dav_methods move copy;
    location = /check { try_files /a/b/f =404; }
--- user_files
>>> a/b/f
still there
--- pipelined_requests
MOVE /a/b/
COPY /a/b/
GET /check
--- more_headers
Destination: /a/
--- error_code: 403 403 200
--- response_body_like: 403 Forbidden[\s\S]*403 Forbidden[\s\S]*still there
--- needs: engine
