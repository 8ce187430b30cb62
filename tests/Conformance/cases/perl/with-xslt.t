perl and xslt: the head waits for the document.

=== the document is printed in pieces
--- config
    location / {
        xslt_stylesheet html/text.xslt;
        perl 'sub {
            my $r = shift;
            $r->send_http_header("text/xml");
            $r->print("<a>one ");
            $r->flush;
            $r->print("two</a>");
            return OK;
        }';
    }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
--- request: GET /
--- response_headers
Content-Length: 7
--- response_body chomp
one two
