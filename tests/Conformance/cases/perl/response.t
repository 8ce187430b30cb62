perl: what code sends.

=== status, fields, type, pieces
--- config
    location / {
        perl 'sub {
            my $r = shift;
            my $text = "three";
            $r->status(202);
            $r->header_out("X-One", "1");
            $r->header_out("X-One", "2");
            $r->send_http_header("text/x-test");
            $r->print("one ", 2, \" ", \$text);
            $r->flush;
            $r->print("", undef, "!");
            return OK;
        }';
    }
--- request: GET /
--- error_code: 202
--- response_headers
X-One: 1, 2
Content-Type: text/x-test
--- response_body chomp
one 2 three!

=== the type follows from the extension, or there is none
--- config
    types { text/html html; }
    location / { perl 'sub { my $r = shift; $r->send_http_header; return OK }'; }
    location /none { perl 'sub { my $r = shift; $r->send_http_header(""); $r->print("x"); return OK }'; }
--- pipelined_requests
GET /a.html
GET /none
--- response_headers
!Content-Type
--- response_body chomp
x

=== a length that is known, HEAD
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->header_out("Content-Length", 5);
            $r->send_http_header;
            return OK if $r->header_only;
            $r->print("never");
            return HTTP_INTERNAL_SERVER_ERROR;
        }';
    }
--- request: HEAD /
--- response_headers
Content-Length: 5
--- response_body

=== ranges
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->header_out("Content-Length", 10);
            $r->allow_ranges;
            $r->send_http_header;
            $r->print("01234");
            $r->print("56789");
            return OK;
        }';
    }
--- request: GET /
--- more_headers
Range: bytes=3-6
--- error_code: 206
--- response_headers
Content-Range: bytes 3-6/10
--- response_body chomp
3456

=== conditions are for code to look at
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->header_out("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
            $r->send_http_header;
            $r->print("whole");
            return OK;
        }';
    }
--- request: GET /
--- more_headers
If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT
--- response_body chomp
whole

=== a status in place of an answer has its page
--- config
    error_page 403 /page;
    location / { perl 'sub { return HTTP_FORBIDDEN }'; }
    location /page { return 200 "page of $uri"; }
--- request: GET /
--- error_code: 403
--- response_body chomp
page of /page

=== a redirect of the client stays as it was given
--- config
    location / { perl 'sub { my $r = shift; $r->header_out("Location", "/there"); return HTTP_SEE_OTHER }'; }
--- request: GET /
--- error_code: 303
--- response_headers
Location: /there

=== DECLINED leaves it to the files
--- config
    location / { perl 'sub { return DECLINED }'; }
--- user_files
>>> a.txt
a file
--- request: GET /a.txt
--- response_body
a file

=== a file, and parts of it
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->send_http_header;
            $r->print("[");
            $r->sendfile($r->filename, 2, 3);
            $r->print("]");
            $r->sendfile($r->filename);
            $r->sendfile($r->filename, 8);
            return OK;
        }';
    }
--- user_files
>>> a.txt
0123456789
--- request: GET /a.txt
--- response_body
[234]0123456789
89

=== the body of the response goes through the filters
--- config
    location / {
        sub_filter_types *;
        sub_filter foobar REPLACED;
        perl 'sub {
            my $r = shift;
            $r->send_http_header;
            $r->print("a foo");
            $r->flush;
            $r->print("bar b");
            return OK;
        }';
    }
--- request: GET /
--- response_body chomp
a REPLACED b

=== an internal redirect begins when the handler has returned, whatever it returns
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->internal_redirect("/to%6c?a=1");
            $r->variable("made", "here");
            return HTTP_FORBIDDEN;
        }';
    }
    location /tol { internal; return 200 "$uri $args"; }
--- request: GET /
--- response_body chomp
/tol a=1

=== to a named location, and to Perl again
--- config
    location / { perl 'sub { my $r = shift; $r->internal_redirect("\@named"); return OK }'; }
    location @named {
        perl 'sub {
            my $r = shift;
            $r->send_http_header;
            $r->print("named ", $r->uri);
            return OK;
        }';
    }
--- request: GET /a
--- response_body chomp
named /a

=== code that says nothing answers all the same
--- config
    location / { perl 'sub { return OK }'; }
--- request: GET /
--- response_headers
Content-Length: 0
--- needs: engine

=== limit_except
--- config
    location / {
        limit_except GET { perl 'sub { my $r = shift; $r->send_http_header; $r->print("other"); return OK }'; }
        return 200 "get";
    }
--- request
POST /
x
--- response_body chomp
other
