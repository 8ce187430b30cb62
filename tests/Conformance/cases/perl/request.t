perl: what code sees of a request.

=== line, fields, address, file
--- config
    location /a {
        perl 'sub {
            my $r = shift;
            $r->send_http_header("text/plain");
            $r->print(join("|", $r->request_method, $r->uri, $r->args, $r->remote_addr, $r->filename =~ m{/html/a b$} ? "file" : $r->filename,
                $r->header_only, ref $r), "\n");
            return OK;
        }';
    }
--- request: GET /a%20b?x=%20y
--- response_headers
Content-Type: text/plain
--- response_body
GET|/a b|x=%20y|127.0.0.1|file|0|nginx

=== fields: several lines are one value, names know no case
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->send_http_header;
            $r->print($r->header_in("x-many"), "|", $r->header_in("Cookie"), "|", $r->header_in("HOST"), "|", defined $r->header_in("X-None") ? 1 : 0);
            return OK;
        }';
    }
--- request: GET /
--- more_headers
X-Many: a
X-Many: b
Cookie: c=1
Cookie: d=2
--- response_body chomp
a, b|c=1; d=2|localhost|0
--- needs: engine

=== variables: what code sets is seen by code and by the configuration
--- config
    location / {
        set $mine "before";
        add_header X-Mine "$mine $uri";
        perl 'sub {
            my $r = shift;
            my @seen = map { $r->variable($_) // "none" } "mine", "MINE", "arg_a", "no_such";
            $r->variable("mine", "after");
            $r->variable("no_such", "made");
            $r->variable("uri", "/other");
            $r->send_http_header;
            $r->print(join(",", @seen, map { $r->variable($_) } "mine", "no_such", "uri"), ",", $r->uri);
            return OK;
        }';
    }
--- request: GET /x?a=1
--- response_headers
X-Mine: after /other
--- response_body chomp
before,before,1,none,after,made,/other,/x

=== unescape
--- config
    location / {
        perl 'sub {
            my $r = shift;
            $r->send_http_header;
            $r->print($r->unescape("a%20b%2fc+d"));
            return OK;
        }';
    }
--- request: GET /
--- response_body chomp
a b/c+d

=== a function of a module, loaded from a directory of the configuration
--- http_config
    perl_modules html/lib;
    perl_require My/Hello.pm;
--- user_files
>>> lib/My/Hello.pm
package My::Hello;
use nginx;
sub handler {
    my $r = shift;
    $r->send_http_header("text/plain");
    $r->print(__PACKAGE__, " ", HTTP_NOT_FOUND);
    return OK;
}
1;
--- config
    location / {
        perl My::Hello::handler;
    }
--- request: GET /
--- response_body chomp
My::Hello 404
