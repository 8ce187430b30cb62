using System.Text;
using Engine.Testing;

namespace Engine.Http.Tests.Attacks;

/// <summary>What broke the memory of servers in C: strings made of captures, ranges, slices, charsets, pages of a backend. Nothing may fail, hang or leak here.</summary>
internal sealed class ScriptAttackTests() : ServerFixture("""
    http {
        default_type text/plain;
        map $uri $first { "~^/[a-z]+/(?<head>..?)" "<$head>"; default none; }
        map $arg_x $other { "~^(.)(.*)$" "$2$1"; default ""; }
        charset_map koi8-r utf-8 { E0 D18E; C1 D0B0; }
        server {
            listen {port};
            root html;
            location /map { rewrite ^/map/(.*)$ /show/$first/$1$other?$1 last; }
            location /show { return 200 "$uri"; }
            location /set { if ($uri ~ "^/set/(.*)$") { set $a $1; } if ($arg_x ~ "^(.*)$") { set $b $1$a$other$1; } return 200 "$a|$b"; }
            location ~ "^/many/(.)(.)(.)(.)(.)(.)(.)(.)(.)(.*)$" { return 200 "$9$8$7$6$5$4$3$2$1$10"; }
            location /slice { slice 7; location ~ ^/slice/(.*)$ { proxy_set_header Range $slice_range; proxy_pass http://127.0.0.1:{port2}/$1; } }
            location /charset/ { source_charset utf-8; charset koi8-r; charset_types *; proxy_pass http://127.0.0.1:{port2}/; }
            location /ssi/ { ssi on; ssi_types *; proxy_pass http://127.0.0.1:{port2}/; }
            location /redirect { proxy_pass http://127.0.0.1:{port2}/accel; }
            location /body/ { client_body_in_file_only clean; client_body_buffer_size 4k; proxy_pass http://127.0.0.1:{port2}/length; }
            location /proxied-file-1234 { try_files /s =404; proxy_pass http://127.0.0.1:{port2}/echo?; }
        }
        server {
            listen 127.0.0.1:{port2};
            root html;
            location = /accel { add_header X-Accel-Redirect /redirect; return 200; }
            location /length { client_body_buffer_size 64k; content_by_lua_block { ngx.req.read_body() ngx.print(#(ngx.req.get_body_data() or "")) } }
            location = /echo { return 200 "$request_uri"; }
            location /page { content_by_lua_block { ngx.print(ngx.unescape_uri(ngx.var.args or "")) } }
        }
    }
    """)
{
    private const string Content = "0123456789abcdefghijklmnopqrstuvwxyz";

    [OneTimeSetUp]
    public void WriteFiles() => Server.Prefix.WriteFile("html/file", Content).WriteFile("html/s", "small");

    /// <summary>CVE-2026-42945 and its kin: lengths and bytes come from one evaluation, whatever captures do in between.</summary>
    [Test]
    public void Captures_OfRewriteAndMap_OfAnyLength()
    {
        using var connection = Server.Connect();
        for (var length = 0; length < 3000; length += 97)
        {
            var text = new string('a', length) + "%26%2b";
            var plain = new string('a', length) + "&+";
            var head = plain[..2];

            Assert.That(connection.Get($"/map/{text}?x={new string('z', length)}y").Body, Does.StartWith($"/show/<{head}>/").And.Length.LessThan(3 * 3100));
            Assert.That(connection.Get($"/set/{text}?x=z{text}").Body, Does.StartWith(plain + "|"));
        }
    }

    [Test]
    public void Captures_MoreThanNine_AreTakenFromOneMatch() =>
        Assert.That(Server.Get("/many/123456789rest").Body, Is.EqualTo("9876543211" + "0"));

    /// <summary>CVE-2017-7529, and answers larger than the file.</summary>
    [TestCase("bytes=-9223372036854775608,-18446744073709551614")]
    [TestCase("bytes=0-18446744073709551615")]
    [TestCase("bytes=9223372036854775807-")]
    [TestCase("bytes=-9223372036854775807,-9223372036854775807")]
    [TestCase("bytes=0-,0-,0-,0-,0-,0-,0-,0-")]
    [TestCase("bytes=0-0,1-1,2-2,0-35,-36")]
    [TestCase("bytes=35-34,-0")]
    [TestCase("bytes=0-0,-1,1-99999999999999999999")]
    public void Ranges_OfAllKinds_GiveNothingButTheFile(string range)
    {
        var response = Server.Get("/file", $"Range: {range}");

        Assert.That(response.Status, Is.AnyOf(200, 206, 416));
        if (response.Status == 416)
            return;
        var parts = response.Body.Split("\r\n").Where(static line => !line.Contains(':', StringComparison.Ordinal) && !line.StartsWith("--", StringComparison.Ordinal));
        Assert.That(parts, Is.All.Matches<string>(static part => Content.Contains(part, StringComparison.Ordinal)));
    }

    [Test]
    public void Ranges_Thousands_AreNotMoreWorkThanTheFile()
    {
        var response = Server.Get("/file", "Range: bytes=" + string.Join(',', Enumerable.Repeat("0-", 800)));

        Assert.That(response.Content, Has.Length.LessThanOrEqualTo(Content.Length));
    }

    /// <summary>CVE-2026-60005: each slice is a request of its own, in a location that a pattern chose.</summary>
    [TestCase(null, Content)]
    [TestCase("bytes=5-20", "56789abcdefghijk")]
    [TestCase("bytes=30-", "uvwxyz")]
    public void Slices_InALocationWithCaptures_MakeTheWhole(string? range, string body) =>
        Assert.That(range is null ? Server.Get("/slice/file").Body : Server.Get("/slice/file", $"Range: {range}").Body, Is.EqualTo(body));

    /// <summary>CVE-2026-42934: sequences that break off, that no table has, and that are none.</summary>
    [TestCase("%D1%8E%D0%B0", "\u00e0\u00c1")]
    [TestCase("%D1", "")]
    [TestCase("a%D1%8E%D0", "a\u00e0")]
    [TestCase("%E2%82%AC", "&#8364;")]
    [TestCase("%F0%9F%98%80", "&#128512;")]
    public void Charset_AnyBytes_AreConvertedToTheEnd(string bytes, string start) =>
        Assert.That(Server.Get($"/charset/page?{bytes}").Body, Does.StartWith(start));

    [Test]
    public void Charset_RandomBytes_AreAnswered()
    {
        using var connection = Server.Connect();
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var text = new StringBuilder();
            for (var length = random.Next(1, 300); length > 0; length--)
                text.Append($"%{random.Next(1, 256):X2}");
            Assert.That(connection.Get($"/charset/page?{text}").Status, Is.EqualTo(200));
        }
    }

    /// <summary>CVE-2026-56434: the page comes from a backend, and the backend is not to be trusted.</summary>
    [TestCase("<!--#")]
    [TestCase("<!--# include")]
    [TestCase("<!--#include virtual=\"/ssi/page?x\"")]
    [TestCase("<!--#include virtual= -->")]
    [TestCase("<!--#include virtual=\"\" -->")]
    [TestCase("<!--#include virtual=\"/../../etc/passwd\" -->")]
    [TestCase("<!--#include file=\"/etc/passwd\" -->")]
    [TestCase("<!--#include virtual=\"/none\" stub=\"none\" -->")]
    [TestCase("<!--#echo var=\"\" -->")]
    [TestCase("<!--#echo var=\"none\" encoding=\"none\" default=\"\" -->")]
    [TestCase("<!--#set var=\"a\" value=\"$a$a$a$a\" --><!--#set var=\"a\" value=\"$a$a$a$a\" --><!--#echo var=\"a\" -->")]
    [TestCase("<!--#if expr=\"$a = /(((((/\" -->x<!--#endif -->")]
    [TestCase("<!--#if expr=\"$a = /(?<x>.*)/\" --><!--#echo var=\"x\" --><!--#endif -->")]
    [TestCase("<!--#endif --><!--#else --><!--#elif expr=\"a\" --><!--#endblock -->")]
    [TestCase("<!--#block name=\"a\" --><!--#block name=\"a\" -->")]
    [TestCase("<!--#config timefmt=\"%%%%%\" --><!--#echo var=\"date_local\" -->")]
    [TestCase("<!--#config timefmt=\"\" errmsg=\"\" --><!--#echo var=\"date_gmt\" -->")]
    [TestCase("<!--#\u0001\u0002\u007f -->")]
    [TestCase("<!--#include virtual=\"/show/%00\" -->")]
    [TestCase("<!--<!--#<!--#echo var=\"uri\" -->")]
    public void Ssi_PageOfABackend_IsAnsweredToTheEnd(string page)
    {
        var response = Server.Get("/ssi/page?" + Uri.EscapeDataString("before " + page + " after"));

        Assert.That(response.Status, Is.EqualTo(200));
        Assert.That(response.Body, Does.StartWith("before ").And.Not.Contain("root:"));
    }

    [Test]
    public void Ssi_ManyNestedBlocks_AreAnswered()
    {
        var page = string.Concat(Enumerable.Repeat("<!--#if expr=\"a\" -->", 100)) + "x" + string.Concat(Enumerable.Repeat("<!--#endif -->", 100));

        Assert.That(Server.Get("/ssi/page?" + Uri.EscapeDataString(page)).Status, Is.EqualTo(200));
    }

    /// <summary>CVE-2016-4450: bodies that go through a file, of none and of every size around the buffer's.</summary>
    [Test]
    public void Body_ThroughAFile_OfAnySize_Arrives([Values(0, 1, 4095, 4096, 4097, 8192, 8193, 40_000)] int length, [Values] bool chunked)
    {
        using var connection = Server.Connect();
        var body = new string('x', length);
        connection.Send("POST /body/ HTTP/1.1\r\nHost: localhost\r\n" + (chunked
            ? $"Transfer-Encoding: chunked\r\n\r\n{(length > 0 ? $"{length:x}\r\n{body}\r\n" : "")}0\r\n\r\n"
            : $"Content-Length: {length}\r\n\r\n{body}"));

        Assert.That(connection.ReadResponse().Body, Is.EqualTo($"{length}"));
    }

    /// <summary>An upstream sends the request round and round.</summary>
    [Test]
    public void AccelRedirect_InCircles_EndsWithAnError()
    {
        Assert.That(Server.Get("/redirect").Status, Is.EqualTo(500));
        Server.ErrorLog.WaitForLine("cycle");
    }

    /// <summary>nginx 1.29.4: the URI of the file that try_files found is shorter than the location's prefix.</summary>
    [Test]
    public void TryFiles_ShorterUriThanTheLocation_IsProxied() =>
        Assert.That(Server.Get("/proxied-file-1234?x=1").Body, Is.EqualTo("/echo??x=1").Or.EqualTo("/echo?x=1"));
}
