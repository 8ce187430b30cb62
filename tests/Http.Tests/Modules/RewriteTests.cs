namespace Engine.Http.Tests.Modules;

internal sealed class RewriteTests() : ServerFixture("""
    http {
        default_type text/plain;
        server {
            listen {port};
            set $of_server s;
            if ($arg_server) { set $of_server if; }
            if ($arg_answer) { return 200 "server"; }
            rewrite ^/from-server$ /target;
            location /target { return 200 "$uri|$args|$of_server"; }
            location /last { rewrite ^/last/(.*)$ /target/$1 last; return 200 "not reached"; }
            location /break { rewrite ^/break/(.*)$ /target/$1 break; return 200 "not reached"; }
            location /no-flag { rewrite ^/no-flag/(.*)$ /target/$1; rewrite ^/target/(.*)$ /target/again/$1; }
            location /no-match { rewrite ^/x /target; return 200 "$uri"; }
            location /new-arguments { rewrite ^/new-arguments(.*)$ /target$1?a=$1; }
            location /only-new { rewrite ^ /target?a=b?; }
            location /no-arguments { rewrite ^ /target?; }
            location /redirect { rewrite ^ /new redirect; }
            location /permanent { rewrite ^ /new permanent; }
            location /url { rewrite ^ http://other.example/$uri?x; }
            location /scheme { rewrite ^ $scheme://other.example/; }
            location /circle { rewrite ^ /circle2; }
            location /circle2 { rewrite ^ /circle; }
            location /nothing { rewrite ^ $arg_none?; }
            location /set { set $a 1; set $b "${a}2"; set $a $a$b; return 200 "$a $b"; }
            location /unset { return 200 "[$never]"; set $never 1; }
            location /args { set $args "x=y"; return 200 "$args $arg_x $query_string$is_args $request_uri"; }
            location /stop { set $a 1; break; set $a 2; return 200 "not reached"; }
            location /codes { return 204; }
            location /text { return 200 "a\nb $uri"; }
            location /to { return http://other.example/$uri; }
            location /303 { return 303 /x; }
            location /if-empty { if ($arg_a) { return 200 "yes"; } return 200 "no"; }
            location /if-equal { if ($arg_a = b) { return 200 "="; } if ($arg_a != c) { return 200 "!="; } return 200 "c"; }
            location /if-regex { if ($arg_a ~ "^(b)(c)?") { return 200 "~ $1$2"; } if ($arg_a !~* "D") { return 200 "!~*"; } return 200 "d"; }
            location /if-file { if (-f $document_root$arg_f) { return 200 "f"; } if (-d $document_root$arg_f) { return 200 "d"; } if (!-e $document_root$arg_f) { return 200 "none"; } }
            location /if-set { set $v ""; if ($request_method = GET) { set $v "${v}G"; } if ($http_x) { set $v "${v}X"; } return 200 "$v"; }
            location /if-content { if ($arg_a) { } content_by_lua_block { ngx.print("content") } }
        }
    }
    """)
{
    [TestCase("/from-server?q", "/target|q|s")]
    [TestCase("/target?server=1", "/target|server=1|if")]
    [TestCase("/target?answer=1", "server")]
    [TestCase("/last/a?q", "/target/a|q|s")]
    [TestCase("/no-flag/a", "/target/again/a||s")]
    [TestCase("/no-match", "/no-match")]
    [TestCase("/new-arguments/a?q", "/target/a|a=/a&q|s")]
    [TestCase("/new-arguments/a%20%26b", "/target/a &b|a=/a%20%26b|s")]
    [TestCase("/only-new?q", "/target|a=b|s")]
    [TestCase("/no-arguments?q", "/target||s")]
    [TestCase("/set", "112 12")]
    [TestCase("/unset", "[]")]
    [TestCase("/args?q", "x=y y x=y? /args?q")]
    [TestCase("/text", "a\nb /text")]
    [TestCase("/if-empty?a=1", "yes")]
    [TestCase("/if-empty?a=0", "no")]
    [TestCase("/if-empty?a=", "no")]
    [TestCase("/if-empty?a=00", "yes")]
    [TestCase("/if-empty", "no")]
    [TestCase("/if-equal?a=b", "=")]
    [TestCase("/if-equal?a=c", "c")]
    [TestCase("/if-equal", "!=")]
    [TestCase("/if-regex?a=bcd", "~ bc")]
    [TestCase("/if-regex?a=b", "~ b")]
    [TestCase("/if-regex?a=d", "d")]
    [TestCase("/if-regex?a=e", "!~*")]
    [TestCase("/if-file?f=/", "d")]
    [TestCase("/if-file?f=/none", "none")]
    [TestCase("/if-set", "G")]
    [TestCase("/if-content", "content")]
    [TestCase("/if-content?a=1", "content")]
    public void Directives_InOrder_MakeTheAnswer(string target, string body) => Assert.That(Server.Get(target).Body, Is.EqualTo(body));

    [TestCase("/break/a")]
    [TestCase("/stop")]
    public void Break_StaysInTheLocation_WhoseContentAnswers(string target) => Assert.That(Server.Get(target).Status, Is.EqualTo(404));

    [TestCase("/redirect?q", 302, "http://localhost:{port}/new?q")]
    [TestCase("/permanent", 301, "http://localhost:{port}/new")]
    [TestCase("/url?q", 302, "http://other.example//url?x&q")]
    [TestCase("/scheme", 302, "http://other.example/")]
    [TestCase("/to", 302, "http://other.example//to")]
    [TestCase("/303", 303, "http://localhost:{port}/x")]
    public void Redirect_ToTheClient(string target, int status, string location)
    {
        var response = Server.Get(target);

        Assert.That((response.Status, response.Header("Location")), Is.EqualTo((status, location.Replace("{port}", $"{Server.Port}", StringComparison.Ordinal))));
    }

    [Test]
    public void Rewrite_InCircles_Is500AfterTen()
    {
        Assert.That(Server.Get("/circle").Status, Is.EqualTo(500));
        Server.ErrorLog.WaitForLine("rewrite or internal redirection cycle while processing \"/circle");
    }

    [Test]
    public void Rewrite_ToNothing_Is500()
    {
        Assert.That(Server.Get("/nothing").Status, Is.EqualTo(500));
        Server.ErrorLog.WaitForLine("the rewritten URI has a zero length");
    }

    [Test]
    public void Variable_NeverSet_IsWarnedOf()
    {
        Server.Get("/unset");

        Server.ErrorLog.WaitForLine("using uninitialized \"never\" variable");
    }
}
