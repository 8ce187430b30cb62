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

=== what the system knows of the connection
--- config
    location / {
        set $known "$tcpinfo_rtt,$tcpinfo_rttvar,$tcpinfo_snd_cwnd,$tcpinfo_rcv_space";
        if ($known ~ "^\d+,\d+,\d+,\d+$") {
            return 200 known;
        }
        return 500;
    }
--- request
GET /
--- response_body chomp
known
--- needs: descriptors
