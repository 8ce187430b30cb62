perl: handlers that are called later.

=== sleep: the response goes on where it was
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->send_http_header;
            $r->print("one ");
            $r->sleep(1, sub {
                my $r = shift;
                $r->print("three ");
                $r->sleep(1, sub { my $r = shift; $r->print($r->variable("saved")); return OK });
                return OK;
            });
            $r->variable("saved", "four");
            $r->print("two ");
            return HTTP_FORBIDDEN;
        }';
    }
--- request: GET /
--- response_body chomp
one two three four

=== sleep: a status, a redirect, nothing of it
--- config
    location /status { perl 'sub { my $r = shift; $r->sleep(1, sub { return HTTP_GONE }); return OK }'; }
    location /redirect { perl 'sub { my $r = shift; $r->sleep(1, sub { $_[0]->internal_redirect("/end"); return OK }); return OK }'; }
    location /declined { perl 'sub { my $r = shift; $r->sleep(1, sub { return DECLINED }); return OK }'; }
    location /end { return 200 "end"; }
--- pipelined_requests
GET /status
GET /redirect
GET /declined
--- error_code: 410 200 404

=== sleep: a second handler
--- config
    location / { perl 'sub { my $r = shift; $r->sleep(1, sub { OK }); $r->sleep(1, sub { OK }); return OK }'; }
--- request: GET /
--- error_code: 500
--- error_log: sleep(): another handler active
--- needs: engine

=== a body
--- config
    location / {
        perl 'sub {
            my $r = shift;
            return $r->has_request_body(\&main::with_body) ? OK : HTTP_BAD_REQUEST;

            sub with_body {
                my $r = shift;
                $r->send_http_header;
                $r->print("<", $r->request_body, "> ", defined $r->request_body_file ? "file" : "memory");
                return OK;
            }
        }';
    }
--- request chomp
POST /
some bytes
--- response_body chomp
<some bytes> memory

=== a body that is none
--- config
    location / {
        perl 'sub {
            my $r = shift;
            return HTTP_CONFLICT if $r->has_request_body(sub { OK });
            $r->send_http_header;
            $r->print(defined $r->request_body ? "body" : "none");
            return OK;
        }';
    }
--- request: GET /
--- response_body chomp
none

=== a body in a file
--- config
    client_body_in_file_only clean;
    location / {
        perl 'sub {
            my $r = shift;
            $r->has_request_body(sub {
                my $r = shift;
                $r->send_http_header;
                $r->print(defined $r->request_body ? "memory" : -s $r->request_body_file);
                return OK;
            });
            return OK;
        }';
    }
--- request chomp
POST /
some bytes
--- response_body chomp
10

=== a body that nobody wants
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->discard_request_body;
            $r->send_http_header;
            $r->print($r->request_method);
            return OK;
        }';
    }
--- request chomp
POST /
some bytes
--- response_body chomp
POST
