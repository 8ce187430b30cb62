Variables of the request.

=== several lines of Content-Type are one list, as since nginx 1.23
--- needs: engine
--- config
    location / { return 200 "$content_type $http_content_type"; }
--- request: GET /
--- more_headers
Content-Type: a/b
Content-Type: c/d
--- response_body: a/b, c/d a/b, c/d

=== none is empty
--- config
    location / { return 200 "[$content_type]"; }
--- request: GET /
--- response_body: []
