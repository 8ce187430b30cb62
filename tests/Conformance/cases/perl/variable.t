perl_set: variables whose values are computed.

=== a value of the request, once
--- http_config
    perl_set $twice 'sub {
        my $r = shift;
        return $r->args x 2 . ++$main::calls;
    }';
--- config
    location / { return 200 "$twice,$twice"; }
--- request: GET /?ab
--- response_body chomp
abab1,abab1

=== a variable that asks for another
--- http_config
    perl_set $outer 'sub { my $r = shift; return "(" . $r->variable("inner") . ")" }';
    perl_set $inner 'sub { my $r = shift; eval { die "inside" }; return "inner of " . $r->uri }';
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->send_http_header;
            eval { die "mine\n" };
            my $value = $r->variable("outer");
            $r->print($value, " ", $@);
            return OK;
        }';
    }
--- request: GET /x
--- response_body
(inner of /x) mine
--- needs: engine

=== nothing, and failures
--- http_config
    perl_set $nothing 'sub { return undef }';
    perl_set $failing 'sub { die "it failed\n" }';
    perl_set $printing 'sub { my $r = shift; $r->print("x"); return 1 }';
    perl_set $waiting 'sub { my $r = shift; $r->sleep(1, sub { OK }); return 1 }';
    perl_set $missing no::such::function;
--- config
    location / { return 200 "[$nothing$failing$printing$waiting$missing]"; }
--- request: GET /
--- response_body chomp
[]
--- error_log
failed: "it failed"
failed: "print(): cannot be used in variable handler
failed: "sleep(): cannot be used in variable handler
call_sv("no::such::function") failed: "Undefined subroutine &no::such::function called."

=== bytes of any value
--- http_config
    perl_set $bytes 'sub { return join "", map { chr } 1 .. 3, 200 .. 202 }';
--- config
    location / { perl 'sub { my $r = shift; $r->send_http_header; $r->print(length $r->variable("bytes"), unpack("H*", $r->variable("bytes"))); return OK }'; }
--- request: GET /
--- response_body chomp
6010203c8c9ca
