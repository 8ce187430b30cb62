perl: code that fails.

=== a handler that dies
--- config
    location / {
        perl 'sub {
            die "no such luck";
        }';
    }
--- request: GET /
--- error_code: 500
--- error_log: failed: "no such luck at

=== where it died is told by file and line
--- config
    location / {
        perl 'sub {
            die "no such luck";
        }';
    }
--- request: GET /
--- error_code: 500
--- error_log: nginx.conf line
--- needs: engine

=== it dies of an object with a text
--- config
    location / { perl 'sub { package Failure; use overload q("") => sub { "a failure of ${$_[0]}" }; my $what = "mine"; die bless \$what }'; }
--- request: GET /
--- error_code: 500
--- error_log: failed: "a failure of mine"
--- needs: engine

=== it dies of a structure
--- config
    location / { perl 'sub { die { code => 1 } }'; }
--- request: GET /
--- error_code: 500
--- error_log: failed: "HASH(0x
--- needs: engine

=== it dies of an object whose text fails
--- config
    location / { perl 'sub { package Mute; use overload q("") => sub { die "again" }, bool => sub { die "and again" }; die bless {} }'; }
--- request: GET /
--- error_code: 500
--- error_log: failed: "an object without a text"
--- needs: engine

=== methods that come too early, too late, or with too little
--- config
    location / {
        perl 'sub {
            my $r = shift;
            my @errors;
            eval { $r->print("x") };
            push @errors, $@;
            eval { $r->header_in };
            push @errors, $@;
            $r->send_http_header;
            eval { $r->send_http_header };
            push @errors, $@;
            eval { $r->internal_redirect("/") };
            push @errors, $@;
            eval { nginx::uri("text") };
            push @errors, $@ ? "not the request" : "";
            $r->print(map { s/ at .*//sr . "\n" } @errors);
            return OK;
        }';
    }
--- request: GET /
--- response_body
print(): header not sent
Usage: nginx::header_in(r, key)
send_http_header(): header already sent
internal_redirect(): header already sent
not the request
--- needs: engine

=== a request that is over
--- config
    location /keep { perl 'sub { my $r = shift; $main::kept = $r; $r->send_http_header; $r->print("kept "); return OK }'; }
    location /use { perl 'sub { my $r = shift; $r->send_http_header; eval { $main::kept->uri }; $r->print($@ =~ /^the request has ended/ ? "over" : $@); return OK }'; }
--- pipelined_requests
GET /keep
GET /use
--- response_body chomp
kept over
--- needs: engine

=== exit ends the handler, not the server
--- config
    location / { perl 'sub { exit 1 }'; }
--- request: GET /
--- error_code: 500
--- error_log: exit() would end the server
--- needs: engine

=== a program that code starts
--- config
    location / { perl 'sub { my $r = shift; $r->send_http_header; $r->print(scalar `echo from a shell`, $? >> 8); return OK }'; }
--- request: GET /
--- response_body chomp
from a shell
0
--- needs: engine

=== a file that is not there
--- config
    location / {
        perl 'sub { my $r = shift; $r->send_http_header; $r->sendfile("/no/such/file"); return OK }';
    }
    location /before { perl 'sub { my $r = shift; eval { $r->sendfile("/no/such/file") }; return $@ ? HTTP_GONE : OK }'; }
--- request: GET /before
--- error_code: 410

=== a redirect of code that failed is void
--- config
    error_page 500 /page;
    location / { perl 'sub { my $r = shift; $r->internal_redirect("/other"); die "now" }'; }
    location /page { perl 'sub { my $r = shift; $r->send_http_header; $r->print("page"); return OK }'; }
    location /other { return 200 "other"; }
--- request: GET /
--- error_code: 500
--- response_body chomp
page
--- needs: engine

=== log_error, with and without an error of the system
--- config
    location / { perl 'sub { my $r = shift; $r->log_error(0, "just so"); $r->log_error(2, "a file"); return HTTP_NO_CONTENT }'; }
--- request: GET /
--- error_code: 204
--- error_log
perl: just so, client
perl: a file (2: No such file or directory)

=== code that does not compile
--- config
    location / { perl 'sub { return + }'; }
--- must_die
--- error_log: eval_pv("sub { return + }") failed

=== code that does not compile, and why
--- config
    location / {
        perl 'sub {
            my $x = 1 1;
        }';
    }
--- must_die
--- error_log: failed: "syntax error at
--- needs: engine

=== a module that is not there
--- http_config
    perl_require No/Such/Module.pm;
--- must_die
--- error_log: require_pv("No/Such/Module.pm") failed: "Can't locate No/Such/Module.pm in @INC

=== two handlers
--- config
    location / { perl a; perl b; }
--- must_die
--- error_log: duplicate perl handler "b"

=== what is no variable
--- http_config
    perl_set name 'sub { 1 }';
--- must_die
--- error_log: invalid variable name "name"
