using System.Globalization;
using Engine.Testing;

namespace Engine.Http.Tests.Connections;

internal sealed class ResponseHeadTests() : ServerFixture("""
    http {
        default_type text/plain;
        server {
            listen {port};
            server_name first.example second.example;
            location / { return 200 "$uri"; }
            location /empty { return 204; }
            location /redirect { return 301 /new; }
            location /elsewhere { return 302 http://other.example/; }
            location /relative { absolute_redirect off; return 301 /new; }
            location /named { server_name_in_redirect on; return 301 /new; }
            location /portless { port_in_redirect off; return 301 /new; }
            location /tokens { server_tokens off; return 404; }
            location /unknown { return 450; }
            location /injected { return 302 $arg_to$document_uri; }
            location /header { add_header X-Uri $uri; return 200; }
            location /rewritten { rewrite ^/rewritten/((?s).*)$ http://other.example/$1 redirect; }
            location /keep { keepalive_timeout 75s 20s; return 200; }
            location /refresh { msie_refresh on; return 302 "http://other.example/a b"; }
        }
    }
    """)
{
    private const string Page404 =
        "<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

    [Test]
    public void Text_Get_FieldsStandInNginxsOrder()
    {
        var response = Server.Get("/a");

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(Names(response), Is.EqualTo("Server Date Content-Type Content-Length Connection"));
        Assert.That(response.Body, Is.EqualTo("/a"));
    }

    [Test]
    public void Date_Now_IsAnImfFixdate()
    {
        var date = DateTimeOffset.ParseExact(Server.Get("/").Header("Date")!, "ddd, dd MMM yyyy HH:mm:ss 'GMT'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        Assert.That(date, Is.EqualTo(DateTimeOffset.UtcNow).Within(TimeSpan.FromSeconds(SafetyTimeout.Value.TotalSeconds)));
    }

    [Test]
    public void Location_OfThisServer_IsAbsoluteAndBeforeConnection()
    {
        using var connection = Server.Connect();
        var response = connection.SendLines("GET /redirect HTTP/1.1", "Host: Client.Example:99").ReadResponse();

        Assert.That(Names(response), Is.EqualTo("Server Date Content-Type Content-Length Location Connection"));
        Assert.That(response.Header("Location"), Is.EqualTo($"http://client.example:{Server.Port}/new"));
    }

    [TestCase("/elsewhere", "http://other.example/")]
    [TestCase("/relative", "/new")]
    [TestCase("/named", "http://first.example:{port}/new")]
    [TestCase("/portless", "http://localhost/new")]
    public void Location_Settings_DecideWhatItBecomes(string target, string location) =>
        Assert.That(Server.Get(target).Header("Location"), Is.EqualTo(location.Replace("{port}", $"{Server.Port}", StringComparison.Ordinal)));

    [Test]
    public void Location_NoHost_IsTheLocalAddress()
    {
        using var connection = Server.Connect();
        connection.SendLines("GET /redirect HTTP/1.0");

        Assert.That(connection.ReadResponse().Header("Location"), Is.EqualTo($"http://127.0.0.1:{Server.Port}/new"));
    }

    [Test]
    public void Head_HasTheFieldsOfGetAndNoContent()
    {
        using var connection = Server.Connect();
        var head = connection.Request("HEAD", "/a");
        var get = connection.Get("/a");

        Assert.That(Names(head), Is.EqualTo(Names(get)));
        Assert.That(head.ContentLength, Is.EqualTo(2));
    }

    [Test]
    public void NoContent_HasNeitherLengthNorType() =>
        Assert.That(Names(Server.Get("/empty")), Is.EqualTo("Server Date Connection"));

    [Test]
    public void StatusWithoutPhrase_ReasonIsEmpty() => Assert.That(Server.Get("/unknown").StatusLine, Is.EqualTo("HTTP/1.1 450 "));

    [Test]
    public void ServerTokens_Off_NeitherFieldNorPageShowTheVersion()
    {
        var response = Server.Get("/tokens");

        Assert.That(response.Header("Server"), Is.EqualTo("nginx"));
        Assert.That(response.Body, Is.EqualTo(Page404));
    }

    [TestCase("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)")]
    [TestCase("Mozilla/5.0 AppleWebKit Chrome/120")]
    public void ErrorPage_OldBrowsers_IsPadded(string agent)
    {
        var response = Server.Get("/tokens", "User-Agent: " + agent);

        Assert.That(response.Body, Is.EqualTo(Page404 + string.Concat(Enumerable.Repeat("<!-- a padding to disable MSIE and Chrome friendly error page -->\r\n", 6))));
    }

    [Test]
    public void MsieRefresh_Redirect_IsAPageThatRefreshes()
    {
        var response = Server.Get("/refresh", "User-Agent: Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1)");

        Assert.That(response.Status, Is.EqualTo(200));
        Assert.That(response.Header("Location"), Is.Null);
        Assert.That(response.Body, Is.EqualTo("<html><head><meta http-equiv=\"Refresh\" content=\"0; URL=http://other.example/a%20b\"></head><body></body></html>\r\n"));
    }

    [Test]
    public void KeepAliveTimeout_SecondParameter_IsTheKeepAliveField()
    {
        var response = Server.Get("/keep");

        Assert.That(Names(response), Is.EqualTo("Server Date Content-Type Content-Length Connection Keep-Alive"));
        Assert.That(response.Header("Keep-Alive"), Is.EqualTo("timeout=20"));
    }

    [Test]
    public void Http10_IsAnsweredAs11AndClosed()
    {
        using var connection = Server.Connect();
        var response = connection.SendLines("GET / HTTP/1.0").ReadResponse();

        Assert.That(response.StatusLine, Is.EqualTo("HTTP/1.1 200 OK"));
        Assert.That(response.Header("Connection"), Is.EqualTo("close"));
        connection.ExpectClosed();
    }

    [Test]
    public void Http09_IsTheContentAlone()
    {
        using var connection = Server.Connect();

        Assert.That(connection.Send("GET /old\r\n").ReadToEnd(), Is.EqualTo("/old"));
    }

    [TestCase("/injected/%0d%0aX-Evil:%201")]
    [TestCase("/injected?to=a%0d%0aX-Evil:%201")]
    [TestCase("/header/%0d%0aX-Evil:%201")]
    [TestCase("/rewritten/%0d%0aX-Evil:%201")]
    public void Values_FromTheClient_CannotAddLines(string target)
    {
        NeedsEngine();
        var response = Server.Get(target);

        Assert.That(response.Fields.Select(static field => field.Name), Has.None.EqualTo("X-Evil"));
        Assert.That(response.Head, Does.Contain("%0d%0a").IgnoreCase);
    }

    [Test]
    public void Rewrite_ToTheClient_CapturesAreEscapedAgain() =>
        Assert.That(Server.Get("/rewritten/a%20b%3Fc").Header("Location"), Is.EqualTo("http://other.example/a%20b?c"));

    private static string Names(RawResponse response) => string.Join(' ', response.Fields.Select(static field => field.Name));
}
