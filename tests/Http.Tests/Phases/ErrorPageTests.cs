namespace Engine.Http.Tests.Phases;

internal sealed class ErrorPageTests() : ServerFixture("""
    http {
        default_type text/plain;
        error_page 402 /page;
        server {
            listen {port};
            location /same { error_page 404 /page; return 404; }
            location /other { error_page 404 =410 /page; return 404; }
            location /its-own { error_page 404 = /page; return 404; }
            location /its-own-error { error_page 404 = /missing; return 404; }
            location /overwritten-error { error_page 404 =410 /missing; return 404; }
            location /several { error_page 403 404 =200 /page; return 403; }
            location /redirect { error_page 404 http://other.example/; return 404; }
            location /moved { error_page 404 =301 http://other.example/$uri; return 404; }
            location /arguments { error_page 404 /page?a=b; return 404; }
            location /variables { error_page 404 /page?a=$uri; return 404; }
            location /named { error_page 404 @named; return 404; }
            location /named-its-own { error_page 404 = @named; return 404; }
            location /nowhere { error_page 404 @nowhere; return 404; }
            location /too-large { error_page 494 /page; return 494; }
            location /inherited { return 402; }
            location /not-inherited { error_page 404 /page; return 402; }
            location /in-if { if ($arg_a) { error_page 404 /page; return 404; } return 404; }
            location /once { error_page 404 /twice; return 404; }
            location /twice { error_page 404 /page; return 404; }
            location /recursive { recursive_error_pages on; error_page 404 /recursive-2; return 404; }
            location /recursive-2 { recursive_error_pages on; error_page 404 /page; return 404; }
            location /circle { recursive_error_pages on; error_page 404 /circle; return 404; }
            location /text { error_page 404 /page; return 404 "text"; }
            location /empty-text { error_page 404 /page; return 404 ""; }
            location /server-error { error_page 500 /page; return 500; }
            location /type { default_type application/x-first; error_page 404 /typed.html; return 404; }
            location = /typed.html { types { text/html html; } return 200 "typed"; }
            location /refused { client_max_body_size 1; error_page 413 /page; return 200; }
            location = /page { internal; return 200 "$status $request_method $uri $args"; }
            location @named { return 200 "named $status $request_method $uri"; }
        }
    }
    """)
{
    [TestCase("/same", 404, "404 GET /page ")]
    [TestCase("/other", 410, "410 GET /page ")]
    [TestCase("/its-own", 200, "200 GET /page ")]
    [TestCase("/several", 200, "200 GET /page ")]
    [TestCase("/arguments", 404, "404 GET /page a=b")]
    [TestCase("/variables", 404, "404 GET /page a=/variables")]
    [TestCase("/named", 404, "named 404 GET /named")]
    [TestCase("/named-its-own", 200, "named 200 GET /named-its-own")]
    [TestCase("/too-large", 400, "400 GET /page ")]
    [TestCase("/inherited", 402, "402 GET /page ")]
    [TestCase("/in-if?a=1", 404, "404 GET /page ")]
    [TestCase("/recursive", 404, "404 GET /page ")]
    [TestCase("/text", 404, "text")]
    [TestCase("/empty-text", 404, "404 GET /page ")]
    [TestCase("/server-error", 500, "500 GET /page ")]
    [TestCase("/type", 404, "typed")]
    public void Page_OfALocation_AnswersWithTheStatusThatWasAskedFor(string target, int status, string body)
    {
        var response = Server.Get(target);

        Assert.That((response.Status, response.Body), Is.EqualTo((status, body)));
    }

    [TestCase("/its-own-error", 404)]
    [TestCase("/overwritten-error", 404)]
    [TestCase("/nowhere", 500)]
    [TestCase("/not-inherited", 402)]
    [TestCase("/in-if", 404)]
    [TestCase("/once", 404)]
    [TestCase("/circle", 500)]
    public void Page_NoneOrFailing_IsTheBuiltInOne(string target, int status)
    {
        var response = Server.Get(target);

        Assert.That(response.Status, Is.EqualTo(status));
        Assert.That(response.Body, Does.StartWith("<html>\r\n<head><title>"));
    }

    [TestCase("/redirect", 302, "http://other.example/")]
    [TestCase("/moved", 301, "http://other.example//moved")]
    public void Page_IsAUrl_Redirects(string target, int status, string location)
    {
        var response = Server.Get(target);

        Assert.That((response.Status, response.Header("Location")), Is.EqualTo((status, location)));
    }

    [Test]
    public void Page_ForAPost_IsAGet()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Request("POST", "/same", "Content-Length: 0").Body, Is.EqualTo("404 GET /page "));
    }

    [Test]
    public void Page_ForAHead_StaysAHead()
    {
        using var connection = Server.Connect();
        var response = connection.Request("HEAD", "/same");

        Assert.That((response.Status, response.ContentLength), Is.EqualTo((404, "404 HEAD /page ".Length)));
    }

    [Test]
    public void Page_OfATooLargeBody_IsNotRefusedAgain()
    {
        using var connection = Server.Connect();
        connection.Send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("413 GET /page "));
        connection.ExpectClosed();
    }

    [Test]
    public void NamedLocation_Unknown_IsLogged()
    {
        Server.Get("/nowhere");

        Server.ErrorLog.WaitForLine("could not find named location \"@nowhere\"");
    }

    [TestCase("/circle")]
    public void Redirects_InCircles_EndWithAnError(string target)
    {
        Server.Get(target);

        Server.ErrorLog.WaitForLine("rewrite or internal redirection cycle while internally redirecting to \"/circle\"");
    }
}
