using System.Globalization;
using System.Text;

namespace Engine.Http.Tests.Attacks;

/// <summary>CVE-2020-36309 and its kin: what code takes from a request ends up in header sections and URIs, and must not become a field, a request or a response there.</summary>
internal sealed class LuaInjectionTests() : ScriptFixture("""
    location = /trailer { add_trailer X-Note $arg_note always; content_by_lua_block { ngx.var.note = ngx.unescape_uri(ngx.var.arg_note) ngx.print("x") } set $note ""; add_trailer X-Lua $note always; }
    location = /proxied { access_by_lua_block { ngx.req.set_header("X-Note", ngx.unescape_uri(ngx.var.arg_note)) } proxy_pass http://127.0.0.1:{port}/head; }
    location = /added { set $note ""; access_by_lua_block { ngx.var.note = ngx.unescape_uri(ngx.var.arg_note) } add_header X-Note $note; content_by_lua_block { ngx.print("x") } }
    location = /noted { content_by_lua_block { ngx.header["X-Note"] = "a\r\nX-Evil: 1\tb" ngx.print("x") } }
    location /forward { access_by_lua_block { ngx.req.set_uri("/forward/a\r\nX-Evil: 1", false, true) } proxy_pass http://127.0.0.1:{port2}; }
    location @named { content_by_lua_block { ngx.print("named ", ngx.var.uri) } }
    """)
{
    private static string Escaped(int code) => "%" + code.ToString("X2", CultureInfo.InvariantCulture);

    [TestCaseSource(nameof(ControlBytes))]
    public void HeaderValue_WithAControlByte_IsEscaped(int code)
    {
        var response = Run($"ngx.header['X-Note'] = 'a' .. string.char({code}) .. 'Set-Cookie: b' ngx.print('x')");

        Assert.That(response.Header("X-Note"), Is.EqualTo($"a{Escaped(code)}Set-Cookie: b"));
        Assert.That(response.Header("Set-Cookie"), Is.Null);
    }

    [Test]
    public void HeaderValue_WithATabAndHighBytes_IsSentAsItIs() =>
        Assert.That(Run("ngx.header['X-Note'] = 'a\\tb\\200\\255' ngx.print('x')").Header("X-Note"), Is.EqualTo("a\tb\u00c8\u00ff"));

    [Test]
    public void HeaderName_WithBytesThatNoNameHas_IsEscaped()
    {
        var response = Run("ngx.header['X-A: 1\\r\\nX B\\0(\\200'] = 'v' ngx.print('x')");

        Assert.That(response.Head, Does.Contain("X-A%3A%201%0D%0AX%20B%00%28%C8: v"));
        Assert.That(response.Header("X-A"), Is.Null);
    }

    /// <summary>Fields that the server writes itself or keeps apart.</summary>
    [TestCase("Location")]
    [TestCase("Content-Type")]
    [TestCase("Content-Encoding")]
    [TestCase("Cache-Control")]
    [TestCase("Last-Modified")]
    [TestCase("ETag")]
    [TestCase("Server")]
    [TestCase("Link")]
    [TestCase("Refresh")]
    [TestCase("Content-Disposition")]
    [TestCase("Vary")]
    [TestCase("Date")]
    [TestCase("Set-Cookie")]
    public void HeaderValue_OfAFieldTheServerKnows_IsEscaped(string name)
    {
        foreach (var value in new[] { "'a\\r\\nX-Evil: 1\\r\\n\\r\\n<html>'", "{ 'a\\r\\nX-Evil: 1' }" })
        {
            var response = Run($"ngx.header['{name}'] = {value} ngx.print('x')");

            Assert.That(response.Header("X-Evil"), Is.Null, value);
            Assert.That(response.Body, Is.EqualTo("x"), value);
            Assert.That(response.Header(name), Does.StartWith("a%0D%0AX-Evil: 1"), value);
        }
    }

    [Test]
    public void Cookies_SeveralWithLineEnds_StayLinesOfTheirOwn()
    {
        var response = Run("ngx.header['Set-Cookie'] = { 'a=1\\nSet-Cookie: evil=1', 'b=2\\r', 'c=\\0' } ngx.print('x')");

        Assert.That(response.Headers("Set-Cookie"), Is.EqualTo(new[] { "a=1%0ASet-Cookie: evil=1", "b=2%0D", "c=%00" }));
    }

    [TestCaseSource(nameof(ControlBytes))]
    public void Redirect_WithAControlByte_IsRefused(int code)
    {
        Assert.That(Run($"ngx.print(select(2, pcall(ngx.redirect, '/a' .. string.char({code}) .. 'X-Evil: 1')))").Body,
            Does.StartWith($"unsafe byte \"0x{code:x2}\" in redirect uri \"/a\\x{code:X2}X-Evil: 1\""));
    }

    [Test]
    public void Redirect_ThatIsRefused_IsLoggedWithoutTheBytes()
    {
        Assert.That(Run("ngx.redirect('/logged\\r\\n2026/01/01 00:00:00 [error] forged')").Status, Is.EqualTo(500));
        Server.ErrorLog.WaitForLine("unsafe byte \"0x0d\" in redirect uri \"/logged\\x0D\\x0A2026/01/01 00:00:00 [error] forged\"");
    }

    [TestCase("'/uri/a\\r\\nb'", "0d", "/uri/a\\x0D\\x0Ab")]
    [TestCase("'/uri/a\\0b'", "00", "/uri/a\\x00b")]
    [TestCase("'/uri/a\\127'", "7f", "/uri/a\\x7F")]
    public void SetUri_WithAnUnsafeByte_IsRefused(string uri, string code, string shown) =>
        Assert.That(Run($"ngx.print(select(2, pcall(ngx.req.set_uri, {uri})))").Body, Does.StartWith($"unsafe byte \"0x{code}\" in uri \"{shown}\""));

    [Test]
    public void SetUri_Binary_GoesEscapedToTheUpstream() =>
        Assert.That(Server.Get("/forward").Body, Does.StartWith("GET /forward/a%0D%0AX-Evil:%201 HTTP/1.").And.Not.Contain("\nX-Evil"));

    /// <summary>lua-nginx-module #905: the request that was on its way crashed.</summary>
    [TestCase("/../etc/passwd")]
    [TestCase("/uri/../../a")]
    [TestCase("/uri/a\\0b")]
    [TestCase("..")]
    [TestCase("")]
    public void Exec_WithAnUnsafeUri_IsRefused(string uri)
    {
        Assert.That(Run($"ngx.print(pcall(ngx.exec, '{uri}'))").Body, Does.StartWith("false"));
        Assert.That(Run($"ngx.exec('{uri}')").Status, Is.EqualTo(500));
    }

    [Test]
    public void Exec_WithLineEnds_StaysOneUri()
    {
        Assert.That(Run("ngx.exec('/uri/a\\r\\nb', 'c\\r\\nd')").Body, Does.StartWith("/uri/a").And.EndsWith("d"));
        Assert.That(Run("ngx.exec('@named')").Body, Is.EqualTo("named /run"));
        Assert.That(Run("ngx.exec('@named\\r\\n')").Status, Is.EqualTo(500));
    }

    [Test]
    public void RequestHeader_WithLineEnds_GoesEscapedToTheUpstream()
    {
        var head = Server.Get("/proxied?note=a%0D%0AX-Evil:%201%00%09b").Body;

        Assert.That(head, Does.Contain("X-Note: a%0D%0AX-Evil: 1%00\tb\r\n"));
        Assert.That(head, Does.Not.Contain("\nX-Evil"));
    }

    [Test]
    public void RequestHeader_NameWithLineEnds_IsEscaped() =>
        Assert.That(Run("ngx.req.set_header('X-A: 1\\r\\nX B', 'v') for k, v in pairs(ngx.req.get_headers(0, true)) do if v == 'v' then ngx.print(k) end end").Body,
            Is.EqualTo("X-A%3A%201%0D%0AX%20B"));

    /// <summary>openresty #618: a tab is legal, in what a subrequest takes over as well.</summary>
    [Test]
    public void CaptureHeaders_WithLineEnds_AreEscapedAndATabIsLegal() =>
        Assert.That(
            Run("ngx.req.set_header('X-Note', 'a\\r\\nX-Evil: 1\\tb') ngx.print(ngx.location.capture('/proxied').body)").Body,
            Does.Contain("X-Note: a%0D%0AX-Evil: 1\tb\r\n").And.Not.Contain("\nX-Evil"));

    /// <summary>The fields of a captured response are a table, and go on from there.</summary>
    [Test]
    public void CapturedHeaders_PassedOn_AreOneLineEach()
    {
        var response = Run("local res = ngx.location.capture('/noted') for k, v in pairs(res.header) do ngx.header[k] = v end ngx.print(res.body)");

        Assert.That(response.Header("X-Note"), Is.EqualTo("a%0D%0AX-Evil: 1\tb"));
        Assert.That(response.Header("X-Evil"), Is.Null);
    }

    [Test]
    public void Trailer_OfAVariableWithLineEnds_IsOneLine()
    {
        NeedsEngine();
        var response = Server.Get("/trailer?note=a%0D%0AX-Evil:%201");

        Assert.That(response.Trailers, Has.Count.EqualTo(2));
        Assert.That(response.Trailers, Has.None.StartsWith("X-Evil"));
    }

    [Test]
    public void AddHeader_OfAVariableWithLineEnds_IsOneLine()
    {
        NeedsEngine();
        var response = Server.Get("/added?note=a%0D%0AX-Evil:%201%0D%0A%0D%0Ab");

        Assert.That(response.Header("X-Evil"), Is.Null);
        Assert.That(response.Body, Is.EqualTo("x"));
    }

    [Test]
    public void StatusReason_WithLineEnds_IsOneLine()
    {
        NeedsEngine();
        var response = Run("require('ngx.resp').set_status(200, 'OK\\r\\nX-Evil: 1') ngx.print('x')");

        Assert.That(response.Header("X-Evil"), Is.Null);
        Assert.That(response.Body, Is.EqualTo("x"));
    }

    [Test]
    public void Names_OfEveryByte_GiveOneField()
    {
        var before = Run("ngx.print('x')").Fields.Count;
        var every = string.Concat(Enumerable.Range(0, 256).Select(static code => "\\" + code.ToString("D3", CultureInfo.InvariantCulture)));

        var response = Run($"ngx.header['X{every}'] = '{every}' ngx.print('x')");

        Assert.That(response.Fields, Has.Count.EqualTo(before + 1));
        Assert.That(Encoding.Latin1.GetByteCount(response.Head), Is.GreaterThan(512));
    }
}
