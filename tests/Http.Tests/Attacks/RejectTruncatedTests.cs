using System.Globalization;
using Engine.Testing;

namespace Engine.Http.Tests.Attacks;

/// <summary>
/// lua_reject_truncated against CVE-2018-9230: what stands behind the first hundred arguments or fields is not hidden from code that looks for it; the
/// request ends with 400.
/// </summary>
internal sealed class RejectTruncatedTests() : ServerFixture("""
    error_log logs/error.log info;
    http {
        default_type text/plain;
        lua_reject_truncated on;
        server {
            listen {port};
            location = /args { access_by_lua_block { if ngx.req.get_uri_args().evil then ngx.exit(403) end } content_by_lua_block { ngx.print("passed") } }
            location = /headers { access_by_lua_block { if ngx.req.get_headers().evil then ngx.exit(403) end } content_by_lua_block { ngx.print("passed") } }
            location = /post { content_by_lua_block { ngx.req.read_body() ngx.print(ngx.req.get_post_args().evil) } }
            location = /limit { content_by_lua_block { ngx.print(ngx.req.get_uri_args(tonumber(ngx.var.arg_max)).evil) } }
            location = /off { lua_reject_truncated off; content_by_lua_block { ngx.print(select(2, ngx.req.get_uri_args())) } }
            location = /caught {
                content_by_lua_block {
                    pcall(table.sort, { 1, 2, 3 }, function(a, b) ngx.req.get_uri_args() return a < b end)
                    pcall(ngx.req.get_uri_args)
                    ngx.print("went on")
                }
            }
            location = /thread { content_by_lua_block { ngx.thread.wait(ngx.thread.spawn(function() ngx.req.get_uri_args() end)) ngx.print("went on") } }
            location = /set { set_by_lua_block $evil { return tostring(ngx.req.get_uri_args().evil) } return 200 $evil; }
            location = /filter { return 200 "passed"; header_filter_by_lua_block { ngx.header["X-Evil"] = tostring(ngx.req.get_uri_args().evil) } }
            location = /late { content_by_lua_block { ngx.print("begun ") ngx.flush(true) ngx.req.get_uri_args() ngx.print("went on") } }
            location = /log { return 200 "passed"; log_by_lua_block { ngx.log(ngx.WARN, "logged ", select(2, ngx.req.get_uri_args())) } }
            location = /page { error_page 400 /bad; content_by_lua_block { ngx.req.get_uri_args() } }
            location = /bad { internal; content_by_lua_block { ngx.print("page of ", ngx.status, ngx.req.get_uri_args() and "") } }
            location = /capture { content_by_lua_block { ngx.print(ngx.location.capture("/thread", { args = ngx.var.args }).status) } }
        }
    }
    """)
{
    private const int Default = 100;

    [TestCase(Default, 200)]
    [TestCase(Default + 1, 400)]
    public void Arguments_BeyondTheDefault_AreRejected(int count, int status)
    {
        NeedsEngine();

        Assert.That(Server.Get("/args?" + Arguments(count)).Status, Is.EqualTo(status));
    }

    [Test]
    public void Arguments_WithTheForbiddenOneLast_AreRejectedAndLogged()
    {
        NeedsEngine();

        Assert.That(Server.Get($"/args?{Arguments(Default)}&evil=1").Status, Is.EqualTo(400));
        Server.ErrorLog.WaitForLine("client sent more than 100 arguments, and lua_reject_truncated is on, client: ");
    }

    /// <summary>Host is a field, too.</summary>
    [TestCase(Default - 1, 200)]
    [TestCase(Default, 400)]
    public void Fields_BeyondTheDefault_AreRejected(int count, int status)
    {
        NeedsEngine();

        Assert.That(Server.Get("/headers", [.. Enumerable.Range(0, count).Select(static i => $"X-{i}: 1")]).Status, Is.EqualTo(status));
    }

    [TestCase(Default, 200, "nil")]
    [TestCase(Default + 1, 400, "400 Bad Request")]
    public void PostArguments_BeyondTheDefault_AreRejected(int count, int status, string body)
    {
        NeedsEngine();
        using var connection = Server.Connect();
        var text = Arguments(count);

        var response = connection.Send($"POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: {text.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{text}").ReadResponse();

        Assert.That(response.Status, Is.EqualTo(status));
        Assert.That(response.Body, Does.Contain(body));
    }

    [TestCase(3, 2, 200)]
    [TestCase(3, 3, 400)]
    [TestCase(0, 1000, 200)]
    public void Arguments_BeyondAGivenLimit_AreRejected(int limit, int count, int status)
    {
        NeedsEngine();

        Assert.That(Server.Get($"/limit?max={limit}&{Arguments(count)}").Status, Is.EqualTo(status));
    }

    [Test]
    public void Location_ThatTurnsItOff_GetsThemTruncated()
    {
        NeedsEngine();

        Assert.That(Server.Get("/off?" + Arguments(Default + 1)).Body, Is.EqualTo("truncated"));
    }

    /// <summary>Whatever the code makes of it: the error of a call that can't yield, a thread of its own, a phase that can't end the request.</summary>
    [TestCase("/caught")]
    [TestCase("/thread")]
    [TestCase("/set")]
    [TestCase("/filter")]
    public void Code_WhereItCannotEndTheRequest_DoesNotGetBy(string path)
    {
        NeedsEngine();

        Assert.That(Server.Get($"{path}?{Arguments(5)}").Status, Is.EqualTo(200));
        Assert.That(Server.Get($"{path}?{Arguments(Default + 1)}").Status, Is.EqualTo(400));
    }

    [Test]
    public void Response_ThatHasBegun_EndsThere()
    {
        NeedsEngine();
        using var connection = Server.Connect();
        connection.Send($"GET /late?{Arguments(Default + 1)} HTTP/1.0\r\n\r\n");

        Assert.That(connection.ReadToEnd(), Does.Not.Contain("went on"));
    }

    [Test]
    public void LogPhase_HasThemTruncated()
    {
        NeedsEngine();

        Assert.That(Server.Get("/log?" + Arguments(Default + 1)).Body, Is.EqualTo("passed"));
        Server.ErrorLog.WaitForLine("logged truncated");
    }

    [Test]
    public void ErrorPage_ThatLooksAgain_IsRejectedOnce()
    {
        NeedsEngine();

        Assert.That(Server.Get("/page?" + Arguments(Default + 1)).Status, Is.EqualTo(400));
    }

    [Test]
    public void Subrequest_Rejected_AnswersItsParent()
    {
        NeedsEngine();

        Assert.That(Server.Get("/capture?" + Arguments(Default + 1)).Body, Is.EqualTo("400"));
    }

    private static string Arguments(int count) => string.Join('&', Enumerable.Range(0, count).Select(static i => $"a{i}=1"));
}
