using System.Text;
using Engine.Http.Parsing;
using Engine.Testing;

namespace Engine.Http.Tests.Parsing;

public sealed class RequestLineTests
{
    [TestCase("GET / HTTP/1.1\r\n", HttpMethod.Get, "/", "/", "", 1, 1)]
    [TestCase("GET / HTTP/1.1\n", HttpMethod.Get, "/", "/", "", 1, 1)]
    [TestCase("HEAD /a/b.html?x=1&y=%20 HTTP/1.0\r\n", HttpMethod.Head, "/a/b.html?x=1&y=%20", "/a/b.html", "x=1&y=%20", 1, 0)]
    [TestCase("POST /?a?b HTTP/1.1\r\n", HttpMethod.Post, "/?a?b", "/", "a?b", 1, 1)]
    [TestCase("PUT /a#b?c HTTP/1.1\r\n", HttpMethod.Put, "/a#b?c", "/a", "", 1, 1)]
    [TestCase("DELETE /a?b#c HTTP/1.1\r\n", HttpMethod.Delete, "/a?b#c", "/a", "b", 1, 1)]
    [TestCase("PROPFIND /\xE4 HTTP/1.1\r\n", HttpMethod.Propfind, "/\xE4", "/\xE4", "", 1, 1)]
    [TestCase("FOO_BAR-Z / HTTP/1.1\r\n", HttpMethod.Unknown, "/", "/", "", 1, 1)]
    [TestCase("GET   /  HTTP/1.1 \r\n", HttpMethod.Get, "/", "/", "", 1, 1)]
    [TestCase("GET / HTTP/1.99\r\n", HttpMethod.Get, "/", "/", "", 1, 99)]
    [TestCase("\r\nGET / HTTP/1.1\r\n", HttpMethod.Get, "/", "/", "", 1, 1)]
    [TestCase("\nGET / HTTP/1.1\r\n", HttpMethod.Get, "/", "/", "", 1, 1)]
    [TestCase("GET /\r\n", HttpMethod.Get, "/", "/", "", 0, 9)]
    [TestCase("GET /a \n", HttpMethod.Get, "/a", "/a", "", 0, 9)]
    public void ParseRequestLine_ValidLine_IsTakenApart(
        string text, HttpMethod method, string target, string path, string arguments, int major, int minor)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        var outcome = Http1RequestParser.ParseRequestLine(bytes, out var line, out var consumed, out var error);

        Assert.Multiple(() =>
        {
            Assert.That(outcome, Is.EqualTo(ParseOutcome.Done));
            Assert.That(error, Is.EqualTo(RequestError.None));
            Assert.That(consumed, Is.EqualTo(bytes.Length));
            Assert.That(line.Method, Is.EqualTo(method));
            Assert.That(Text(line.Target), Is.EqualTo(target));
            Assert.That(Text(line.Path), Is.EqualTo(path));
            Assert.That(Text(line.Arguments), Is.EqualTo(arguments));
            Assert.That(line.HasArguments, Is.EqualTo(arguments.Length > 0));
            Assert.That((line.Major, line.Minor), Is.EqualTo((major, minor)));
            Assert.That(Text(line.Text), Is.EqualTo(text.Trim('\r', '\n')));
        });

        string Text(Slice slice) => Encoding.Latin1.GetString(slice.Of(bytes));
    }

    [TestCase("GET http://Example.com:8080/a?b HTTP/1.1\r\n", "http", "Example.com:8080", "/a?b", "/a")]
    [TestCase("GET https://example.com HTTP/1.1\r\n", "https", "example.com", "", "")]
    [TestCase("GET http://example.com?b HTTP/1.1\r\n", "http", "example.com", "?b", "")]
    [TestCase("GET http://[::1]:80/ HTTP/1.1\r\n", "http", "[::1]:80", "/", "/")]
    [TestCase("GET http://[v1.a_b]/ HTTP/1.1\r\n", "http", "[v1.a_b]", "/", "/")]
    [TestCase("GET a+b-c.1://h/ HTTP/1.1\r\n", "a+b-c.1", "h", "/", "/")]
    [TestCase("CONNECT example.com:443 HTTP/1.1\r\n", "", "example.com:443", "", "")]
    public void ParseRequestLine_AbsoluteOrAuthorityForm_GivesTheAuthority(string text, string scheme, string authority, string target, string path)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        var outcome = Http1RequestParser.ParseRequestLine(bytes, out var line, out _, out _);

        Assert.Multiple(() =>
        {
            Assert.That(outcome, Is.EqualTo(ParseOutcome.Done));
            Assert.That(Text(line.Scheme), Is.EqualTo(scheme));
            Assert.That(Text(line.Authority), Is.EqualTo(authority));
            Assert.That(Text(line.Target), Is.EqualTo(target));
            Assert.That(Text(line.Path), Is.EqualTo(path));
        });

        string Text(Slice slice) => Encoding.Latin1.GetString(slice.Of(bytes));
    }

    [TestCase("/a/b.c/~d+e;f", false)]
    [TestCase("/a?/../%41//", false)]
    [TestCase("/a%20b", true)]
    [TestCase("//", true)]
    [TestCase("/a//b", true)]
    [TestCase("/a/.", true)]
    [TestCase("/a/..", true)]
    [TestCase("/.hidden", true)]
    [TestCase("http://h", true)]
    public void ParseRequestLine_PathThatIsNotItsNormalForm_NeedsNormalizing(string target, bool expected)
    {
        Http1RequestParser.ParseRequestLine(Encoding.Latin1.GetBytes($"GET {target} HTTP/1.1\r\n"), out var line, out _, out _);

        Assert.That(line.NeedsNormalizing, Is.EqualTo(expected));
    }

    [TestCase("get / HTTP/1.1", 0, RequestError.InvalidMethod, TestName = "lower-case method")]
    [TestCase(" GET / HTTP/1.1", 0, RequestError.InvalidMethod, TestName = "leading space")]
    [TestCase("GET\t/ HTTP/1.1", 3, RequestError.InvalidMethod, TestName = "tab behind the method")]
    [TestCase("GET\r\n", 3, RequestError.InvalidMethod, TestName = "only a method")]
    [TestCase("\x16\x03\x01", 0, RequestError.InvalidMethod, TestName = "TLS client hello")]
    [TestCase("\r\n\r\nGET", 2, RequestError.InvalidMethod, TestName = "two empty lines")]
    [TestCase("\rGET / HTTP/1.1", 1, RequestError.InvalidMethod, TestName = "bare CR before the method")]
    [TestCase("GET * HTTP/1.1", 4, RequestError.InvalidRequest, TestName = "asterisk form")]
    [TestCase("GET a HTTP/1.1", 5, RequestError.InvalidRequest, TestName = "relative target")]
    [TestCase("GET \r\n", 4, RequestError.InvalidRequest, TestName = "no target")]
    [TestCase("GET /a\tb", 6, RequestError.InvalidRequest, TestName = "tab in the target")]
    [TestCase("GET /a\0b", 6, RequestError.InvalidRequest, TestName = "NUL in the target")]
    [TestCase("GET /a\x7F", 6, RequestError.InvalidRequest, TestName = "DEL in the target")]
    [TestCase("GET /a b HTTP/1.1", 7, RequestError.InvalidRequest, TestName = "space in the target")]
    [TestCase("GET /a HTTP/1.1 x", 16, RequestError.InvalidRequest, TestName = "word behind the version")]
    [TestCase("GET /a\rX", 7, RequestError.InvalidRequest, TestName = "bare CR behind the target")]
    [TestCase("GET / HTTP/1.1\rX", 15, RequestError.InvalidRequest, TestName = "bare CR behind the version")]
    [TestCase("GET / http/1.1", 6, RequestError.InvalidRequest, TestName = "lower-case version")]
    [TestCase("GET / HTTP/0.9", 11, RequestError.InvalidRequest, TestName = "version 0.9 spelled out")]
    [TestCase("GET / HTTP/1\r\n", 12, RequestError.InvalidRequest, TestName = "no minor version")]
    [TestCase("GET / HTTP/1.\r\n", 13, RequestError.InvalidRequest, TestName = "empty minor version")]
    [TestCase("GET / HTTP/1.100", 15, RequestError.InvalidRequest, TestName = "minor version of three digits")]
    [TestCase("GET / HTTP/1.1a", 14, RequestError.InvalidRequest, TestName = "letter behind the version")]
    [TestCase("GET / HTTP/2.0", 11, RequestError.InvalidVersion, TestName = "version 2")]
    [TestCase("GET / HTTP/11.1", 12, RequestError.InvalidVersion, TestName = "version 11")]
    [TestCase("POST /\r\n", 6, RequestError.InvalidMethodInHttp09, TestName = "POST without version")]
    [TestCase("GET http:/h/ HTTP/1.1", 10, RequestError.InvalidRequest, TestName = "one slash behind the scheme")]
    [TestCase("GET http:///a HTTP/1.1", 11, RequestError.InvalidRequest, TestName = "empty authority")]
    [TestCase("GET http://u@h/ HTTP/1.1", 12, RequestError.InvalidRequest, TestName = "userinfo")]
    [TestCase("GET http://h:8x/ HTTP/1.1", 14, RequestError.InvalidRequest, TestName = "letter in the port")]
    [TestCase("GET http://[::1 HTTP/1.1", 15, RequestError.InvalidRequest, TestName = "open bracket")]
    [TestCase("GET http://[::1]x/ HTTP/1.1", 16, RequestError.InvalidRequest, TestName = "byte behind the bracket")]
    [TestCase("GET http://h\r\n", 12, RequestError.InvalidRequest, TestName = "absolute form without version")]
    [TestCase("CONNECT / HTTP/1.1", 8, RequestError.InvalidRequest, TestName = "CONNECT with a path")]
    [TestCase("CONNECT h HTTP/1.1", 9, RequestError.InvalidRequest, TestName = "CONNECT without port")]
    [TestCase("CONNECT h: HTTP/1.1", 10, RequestError.InvalidRequest, TestName = "CONNECT with an empty port")]
    public void ParseRequestLine_InvalidByte_IsReportedWithItsOffset(string text, int offset, RequestError expected)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        var outcome = Http1RequestParser.ParseRequestLine(bytes, out _, out var consumed, out var error);

        Assert.That((outcome, error, consumed), Is.EqualTo((ParseOutcome.Invalid, expected, offset)));
        Assert.That(
            Http1RequestParser.ParseRequestLine(bytes.AsSpan(0, offset), out _, out _, out _), Is.EqualTo(ParseOutcome.NeedMore),
            "what is before the invalid byte is fine");
    }

    [TestCase("GET /a b HTTP/1.1\r\nHost: x", "GET /a b HTTP/1.1")]
    [TestCase("get", "get")]
    public void ParseRequestLine_InvalidLine_TextIsWhatArrivedOfIt(string text, string expected)
    {
        var bytes = Encoding.Latin1.GetBytes(text);

        Http1RequestParser.ParseRequestLine(bytes, out var line, out _, out _);

        Assert.That(Encoding.Latin1.GetString(line.Text.Of(bytes)), Is.EqualTo(expected));
    }

    [TestCase("\r\nGET /a?b HTTP/1.1\r\n")]
    [TestCase("GET http://example.com:80/a HTTP/1.0 \r\n")]
    [TestCase("GET http://[::1]:80?a HTTP/1.1\n")]
    [TestCase("CONNECT example.com:443 HTTP/1.1\r\n")]
    [TestCase("GET /\r\n")]
    public void ParseRequestLine_AnyPrefix_NeedsMoreAndConsumesNothing(string text)
    {
        foreach (var prefix in Segmentations.PrefixesOf(Encoding.Latin1.GetBytes(text)))
        {
            var outcome = Http1RequestParser.ParseRequestLine(prefix, out _, out var consumed, out _);

            Assert.That((outcome, consumed), Is.EqualTo((ParseOutcome.NeedMore, 0)), Encoding.Latin1.GetString(prefix));
        }
    }

    [TestCase(RequestError.InvalidMethod, 400, "client sent invalid method")]
    [TestCase(RequestError.InvalidVersion, 505, "client sent invalid version")]
    [TestCase(RequestError.TooLongUri, 414, "client sent too long URI")]
    [TestCase(RequestError.TooLargeRequest, 494, "client sent too large request")]
    [TestCase(RequestError.UnknownTransferEncoding, 501, "client sent unknown \"Transfer-Encoding\"")]
    [TestCase(RequestError.ConnectMethod, 405, "client sent CONNECT method")]
    public void RequestError_HasNginxsStatusAndWords(RequestError error, int status, string message)
    {
        Assert.That((error.Status(), error.Message()), Is.EqualTo((status, message)));
    }

    [Test]
    public void HttpMethods_EveryMethod_IsFoundByItsName()
    {
        foreach (var method in Enum.GetValues<HttpMethod>().Where(static method => method != HttpMethod.Unknown))
            Assert.That(HttpMethods.Find(method.Name()), Is.EqualTo(method));
    }
}
