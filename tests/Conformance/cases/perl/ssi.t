perl: functions in pages.

=== output in its place, arguments as they are
--- config
    location / { ssi on; }
    location /functions {
        perl 'sub list { my $r = shift; $r->print("[", join("|", @_), "]"); return OK }';
    }
--- user_files
>>> a.html
a<!--#perl sub="list" -->b<!--# perl sub="main::list" arg="$arg_x" arg="" arg="three" -->c
--- request: GET /a.html?x=one
--- response_body
a[]b[$arg_x||three]c

=== what fails is said in the page
--- config
    location / { ssi on; }
    location /functions {
        perl 'sub fails { my $r = shift; $r->print("begun "); die "no more\n" } sub waits { my $r = shift; $r->sleep(1, sub { OK }) }';
    }
--- user_files
>>> a.html
<!--#config errmsg="[error]" --><!--#perl sub="no_such" -->,<!--#perl sub="fails" -->,<!--#perl sub="waits" -->,<!--#perl arg="a" -->.
--- request: GET /a.html
--- response_body
[error],begun [error],[error],[error].
--- error_log
call_sv("no_such") failed: "Undefined subroutine &no_such called."
call_sv("fails") failed: "no more"
sleep(): cannot be used in a page
mandatory "sub" parameter is absent in "perl" SSI command
--- needs: engine

=== a configuration without Perl
--- config
    location / { ssi on; }
--- user_files
>>> a.html
<!--#config errmsg="[error]" --><!--#perl sub="list" -->
--- request: GET /a.html
--- response_body
[error]
--- error_log: there is no Perl in this configuration
--- needs: engine
