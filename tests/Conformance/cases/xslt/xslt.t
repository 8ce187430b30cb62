xslt_stylesheet and its kin: XML responses go through stylesheets.

=== the output, its type, its length; no ranges, no validators
--- config
    location / {
        default_type text/xml;
        xslt_stylesheet html/list.xslt;
    }
--- user_files
>>> list.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="html" encoding="utf-8"/>
<xsl:template match="/"><p><xsl:for-each select="list/item"><xsl:value-of select="."/>;</xsl:for-each></p></xsl:template>
</xsl:stylesheet>
>>> doc
<list><item>one</item><item>two</item></list>
--- request: GET /doc
--- more_headers
Range: bytes=0-1
--- response_headers
Content-Type: text/html; charset=utf-8
Content-Length: 16
!ETag
!Last-Modified
!Accept-Ranges
--- response_body
<p>one;two;</p>

=== other types pass
--- config
    location / {
        default_type text/plain;
        xslt_stylesheet html/text.xslt;
    }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
>>> doc
<a>b</a>
--- request: GET /doc
--- response_body
<a>b</a>

=== types, validators that stay
--- config
    location / {
        default_type text/x-mine;
        xslt_types text/x-mine;
        xslt_last_modified on;
        xslt_stylesheet html/text.xslt;
    }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
>>> doc
<a>text</a>
--- request: GET /doc
--- raw_response_headers_like: Content-Type: text/x-mine\r\n(?s:.*)Last-Modified: (?s:.*)ETag: W/"
--- response_body chomp
text

=== parameters: expressions and texts, for all stylesheets and for one
--- config
    location / {
        default_type text/xml;
        xslt_param all "1 + 1";
        xslt_string_param text "it's $arg_a";
        xslt_stylesheet html/first.xslt;
        xslt_stylesheet html/second.xslt own=/doc/@v:quoted='a%3Ab' more='$arg_a';
    }
--- user_files
>>> first.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:param name="all"/>
<xsl:template match="/"><doc v="first {$all}"/></xsl:template>
</xsl:stylesheet>
>>> second.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:output method="text"/>
<xsl:param name="all"/><xsl:param name="text"/><xsl:param name="own"/><xsl:param name="quoted"/><xsl:param name="more"/>
<xsl:template match="/"><xsl:value-of select="concat($all, '|', $text, '|', $own, '|', $quoted, '|', $more)"/></xsl:template>
</xsl:stylesheet>
>>> doc
<empty/>
--- request: GET /doc?a=x
--- response_body chomp
2|it's x|first 2|a:b|x

=== entities of the configuration
--- config
    location / {
        default_type text/xml;
        xml_entities html/entities.dtd;
        xslt_stylesheet html/text.xslt;
    }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
>>> entities.dtd
<!ENTITY greeting "good day">
<!ENTITY own "not this">
>>> doc
<!DOCTYPE a [<!ENTITY own "mine">]><a>&greeting; &own;</a>
--- request: GET /doc
--- response_body chomp
good day mine
--- needs: engine

=== files that a document names are not read
--- config
    location / {
        default_type text/xml;
        xslt_stylesheet html/text.xslt;
    }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
>>> doc
<!DOCTYPE a [<!ENTITY users SYSTEM "file:///etc/passwd">]><a>[&users;]</a>
--- request: GET /doc
--- response_body chomp
[]
--- needs: engine

=== unless that is allowed
--- config
    location / {
        default_type text/xml;
        xml_external_entities on;
        xslt_stylesheet html/text.xslt;
    }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
>>> doc
<!DOCTYPE a [<!ENTITY users SYSTEM "file:///etc/passwd">]><a>[&users;]</a>
--- request: GET /doc
--- response_body_like
^\[root:
--- needs: engine

=== a document that is not well-formed
--- config
    error_page 500 /sorry;
    location / {
        default_type text/xml;
        xslt_stylesheet html/text.xslt;
    }
    location /sorry { return 200 "sorry"; }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
>>> doc
<a>text</b>
--- request: GET /doc
--- error_code: 500
--- response_body chomp
sorry
--- error_log: Opening and ending tag mismatch

=== a stylesheet that stops, and types that match the error's page too
--- config
    location / {
        xslt_types *;
        xslt_stylesheet html/stop.xslt;
    }
--- user_files
>>> stop.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
<xsl:template match="/"><xsl:message terminate="yes">enough</xsl:message></xsl:template>
</xsl:stylesheet>
>>> doc
<a/>
--- request: GET /doc
--- error_code: 500
--- response_body_like
500 Internal Server Error
--- error_log
enough
xsltApplyStylesheet() failed
--- needs: engine

=== HEAD
--- config
    location / {
        default_type text/xml;
        xslt_stylesheet html/text.xslt;
    }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
>>> doc
<a>text</a>
--- request: HEAD /doc
--- response_headers
!ETag
!Accept-Ranges
--- response_body

=== an upstream's response, in a page
--- config
    location = /page { ssi on; default_type text/html; }
    location /proxied/ {
        proxy_pass http://127.0.0.1:{port}/raw/;
        xslt_stylesheet html/text.xslt;
    }
    location /raw/ { default_type text/xml; return 200 "<a><b>from </b>there</a>"; }
--- user_files
>>> text.xslt
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/></xsl:stylesheet>
>>> page
(<!--#include virtual="/proxied/x" -->)
--- request: GET /page
--- response_body
(from there)

=== a stylesheet that is none
--- config
    location / { xslt_stylesheet html/none.xslt; }
--- user_files
>>> none.xslt
<xsl:stylesheet
--- must_die
--- error_log: none.xslt") failed

=== a stylesheet that is not there
--- config
    location / { xslt_stylesheet html/none.xslt; }
--- must_die
--- error_log: xsltParseStylesheetFile("
