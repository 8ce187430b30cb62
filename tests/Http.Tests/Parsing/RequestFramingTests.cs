using System.Text;
using Engine.Http.Parsing;
using static Engine.Http.Parsing.RequestFraming;

namespace Engine.Http.Tests.Parsing;

public sealed class RequestFramingTests
{
    [TestCase("0", 0)]
    [TestCase("0005", 5)]
    [TestCase("9223372036854775807", long.MaxValue)]
    public void TryParseContentLength_Digits_IsTheNumber(string value, long expected)
    {
        Assert.That(TryParseContentLength(Encoding.Latin1.GetBytes(value), out var length), Is.True);
        Assert.That(length, Is.EqualTo(expected));
    }

    [TestCase("")]
    [TestCase("+5")]
    [TestCase("-5")]
    [TestCase("5,5")]
    [TestCase("5, 5")]
    [TestCase(" 5")]
    [TestCase("5 ")]
    [TestCase("0x5")]
    [TestCase("5a")]
    [TestCase("5.0")]
    [TestCase("9223372036854775808")]
    [TestCase("18446744073709551617")]
    [TestCase("99999999999999999999999999")]
    [TestCase("\xB2")]
    public void TryParseContentLength_AnythingElse_IsRefused(string value)
    {
        Assert.That(TryParseContentLength(Encoding.Latin1.GetBytes(value), out var length), Is.False);
        Assert.That(length, Is.Zero);
    }

    [TestCase("example.com", "example.com", 0)]
    [TestCase("L", "l", 0)]
    [TestCase("AbC-d93.0.34ZhGt-s.nk.Ru:88", "abc-d93.0.34zhgt-s.nk.ru", 88)]
    [TestCase("example.com:", "example.com", 0)]
    [TestCase("example.com.", "example.com", 0)]
    [TestCase("example.com.:8080", "example.com", 8080)]
    [TestCase("a_b.c~d", "a_b.c~d", 0)]
    [TestCase("!$&'()*+,;=", "!$&'()*+,;=", 0)]
    [TestCase("%41b:65535", "%41b", 65535)]
    [TestCase("127.0.0.1:80", "127.0.0.1", 80)]
    [TestCase("[ABCD::1]", "[abcd::1]", 0)]
    [TestCase("[::ffff:1.2.3.4]:443", "[::ffff:1.2.3.4]", 443)]
    [TestCase("[v1.A!b:c]", "[v1.a!b:c]", 0)]
    public void TryParseHost_HostAndPort_AreTakenApart(string value, string host, int port)
    {
        var destination = new byte[value.Length];

        Assert.That(TryParseHost(Encoding.Latin1.GetBytes(value), destination, out var length, out var parsedPort), Is.True);
        Assert.That((Encoding.Latin1.GetString(destination, 0, length), parsedPort), Is.EqualTo((host, port)));
    }

    [TestCase("")]
    [TestCase(".")]
    [TestCase(":80")]
    [TestCase("..example.com")]
    [TestCase("example.com..")]
    [TestCase("a b")]
    [TestCase("a\tb")]
    [TestCase("a\0")]
    [TestCase("localhost\x02")]
    [TestCase("a/b")]
    [TestCase("a\\b")]
    [TestCase("u@h")]
    [TestCase("a?b")]
    [TestCase("a#b")]
    [TestCase("\xE4.de")]
    [TestCase("a%")]
    [TestCase("a%4")]
    [TestCase("a%4g")]
    [TestCase("a:1.2")]
    [TestCase("a:80:80")]
    [TestCase("a:65536")]
    [TestCase("a:99999999999999999999")]
    [TestCase("a:-1")]
    [TestCase("a:+1")]
    [TestCase("::1")]
    [TestCase("[]")]
    [TestCase("[::1")]
    [TestCase("x[::1]")]
    [TestCase("[::1]x")]
    [TestCase("[::1].")]
    [TestCase("[::1].:98")]
    [TestCase("[ab..cd]")]
    [TestCase("[::1%25eth0]")]
    [TestCase("[::1/]")]
    public void TryParseHost_InvalidHost_IsRefused(string value)
    {
        Assert.That(TryParseHost(Encoding.Latin1.GetBytes(value), new byte[value.Length], out _, out _), Is.False);
    }

    [TestCase("", ConnectionTokens.None)]
    [TestCase("close", ConnectionTokens.Close)]
    [TestCase("Keep-Alive", ConnectionTokens.KeepAlive)]
    [TestCase("keep-alive, Upgrade", ConnectionTokens.KeepAlive | ConnectionTokens.Upgrade)]
    [TestCase(",x ,\tCLOSE ,", ConnectionTokens.Close)]
    [TestCase("closed", ConnectionTokens.None)]
    [TestCase("keep-alive close", ConnectionTokens.None)]
    public void ParseConnection_ListOfTokens_IsASet(string value, ConnectionTokens expected)
    {
        Assert.That(ParseConnection(Encoding.Latin1.GetBytes(value)), Is.EqualTo(expected));
    }

    [TestCase("chunked", true)]
    [TestCase("Chunked", true)]
    [TestCase("xchunked", false)]
    [TestCase("chunked, identity", false)]
    [TestCase("chunked, chunked", false)]
    [TestCase("gzip, chunked", false)]
    [TestCase("chunked;a=b", false)]
    [TestCase("\"chunked\"", false)]
    [TestCase("identity", false)]
    [TestCase("", false)]
    public void IsChunked_ExactlyChunked_Only(string value, bool expected)
    {
        Assert.That(IsChunked(Encoding.Latin1.GetBytes(value)), Is.EqualTo(expected));
    }
}
