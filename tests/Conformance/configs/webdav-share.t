A share: upload, folders, copies, moves and deletion, with a root, an alias and a read-only part. The requests build on each other.

=== webdav
--- raw_config
events { }

http {
    access_log off;
    server_tokens off;
    default_type text/plain;

    server {
        listen {port};
        root {root}/html;

        location /share/ { dav_methods PUT DELETE MKCOL COPY MOVE; create_full_put_path on; dav_access user:rw group:r all:r; client_max_body_size 100; }
        location /strict/ { dav_methods PUT MKCOL DELETE; min_delete_depth 3; }
        location /aliased/ { alias {root}/html/other/; dav_methods PUT DELETE MKCOL COPY MOVE; }
        location /read/ { alias {root}/html/share/; }
        location /guarded/ { dav_methods PUT; limit_except GET { deny all; } }
    }
}
--- user_files
>>> html/share/first.txt
first
>>> html/strict/a/b/c.txt
c
>>> html/other/x.txt
x
>>> html/guarded/y.txt
y
--- no_mutations: what was written a moment ago shows when
--- requests
GET /share/first.txt
PUT /share/new.txt
    > content
GET /share/new.txt
    ! Last-Modified: written just now
    ! ETag: the same
PUT /share/new.txt
    > other content
PUT /share/deep/er/file.txt
    > deep
PUT /strict/none/file.txt
    ! answer: nginx says 500, RFC 4918 section 9.7.1 says 409
    > x
PUT /share/folder/
    > x
PUT /share/large.txt
    > 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890
PUT /share/dated.txt
    Date: Mon, 01 Jan 2024 00:00:00 GMT
    > dated
GET /share/dated.txt
PUT /share/ranged.txt
    Content-Range: bytes 0-3/4
    > part
MKCOL /share/made/
MKCOL /share/made/
MKCOL /share/made
MKCOL /share/none/deeper/
MKCOL /share/body/
    > x
COPY /share/first.txt
    Destination: /share/copy.txt
COPY /share/first.txt
    Destination: /share/copy.txt
    Overwrite: F
COPY /share/first.txt
    Destination: http://localhost/share/copy2.txt
COPY /share/first.txt
COPY /share/first.txt
    Destination: nonsense
COPY /share/first.txt
    Destination: http://elsewhere/share/copy3.txt
COPY /share/deep/
    Destination: /share/deep-copy/
COPY /share/deep/
    Destination: /share/file
COPY /share/none.txt
    Destination: /share/x.txt
MOVE /share/copy.txt
    Destination: /share/moved.txt
MOVE /share/deep-copy/
    Destination: /share/moved-dir/
MOVE /share/moved.txt
    Destination: /share/../../outside.txt
COPY /aliased/x.txt
    Destination: /share/from-alias.txt
    ! answer: nginx 1.22 loses the alias; newer ones refuse
COPY /aliased/x.txt
    Destination: /aliased/copy.txt
MOVE /aliased/copy.txt
    Destination: /aliased/%2e%2e/%2e%2e/escaped.txt
GET /read/moved.txt
    ! Last-Modified: copied just now
    ! ETag: the same
GET /read/moved-dir/er/file.txt
    ! Last-Modified: written just now
    ! ETag: the same
DELETE /share/moved.txt
DELETE /share/moved.txt
DELETE /share/moved-dir
DELETE /share/moved-dir/
DELETE /share/made/
    Depth: 1
DELETE /share/made/
    Depth: infinity
DELETE /share/made/
    > x
DELETE /strict/a/
DELETE /strict/a/b/c.txt
PUT /read/x.txt
    > x
DELETE /read/first.txt
PUT /guarded/y.txt
    > x
GET /guarded/y.txt
OPTIONS /share/
PROPFIND /share/
