using Engine.Testing;

namespace Engine.Stream.Tests.Proxy;

/// <summary>What proxy_pass and upstream refuse in stream.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ProxyConfTests
{
    [TestCase("proxy_pass 127.0.0.1;", "no port in upstream \"127.0.0.1\" in ")]
    [TestCase("proxy_pass 127.0.0.1:99999;", "invalid port in upstream \"127.0.0.1:99999\" in ")]
    [TestCase("proxy_pass :1;", "no host in upstream \":1\" in ")]
    [TestCase("proxy_pass a:1; proxy_pass b:1;", "\"proxy_pass\" directive is duplicate in ")]
    [TestCase("proxy_pass 127.0.0.1:1; proxy_ssl on;", "\"proxy_ssl\" is not supported: stream speaks no TLS to upstreams in ")]
    [TestCase("proxy_pass 127.0.0.1:1; proxy_protocol v3;", "invalid value \"v3\" in ")]
    [TestCase("proxy_pass 127.0.0.1:1; proxy_upload_rate fast;", "\"proxy_upload_rate\" directive invalid value in ")]
    [TestCase("proxy_pass 127.0.0.1:1; proxy_bind name;", "invalid address \"name\" in ")]
    [TestCase("proxy_pass u:1;", "upstream \"u\" may not have port 1 in ")]
    public void Proxy_ConfThatCannotBe_SaysWhy(string directives, string message) =>
        Refuses($"upstream u {{ server 127.0.0.1:1; }} server {{ listen {{port}}; {directives} }}", message);

    [TestCase("", "no servers are inside upstream in ")]
    [TestCase("server 127.0.0.1;", "no port in upstream \"127.0.0.1\" in ")]
    [TestCase("server 127.0.0.1:1 route=a;", "invalid parameter \"route=a\" in ")]
    [TestCase("server 127.0.0.1:1; ip_hash;", "\"ip_hash\" directive is not allowed here in ")]
    [TestCase("server 127.0.0.1:1; keepalive 4;", "\"keepalive\" directive is not allowed here in ")]
    [TestCase("server 127.0.0.1:1; sticky cookie a;", "\"sticky\" directive is not allowed here in ")]
    [TestCase("server 127.0.0.1:1; least_time header;", "invalid value \"header\" in ")]
    [TestCase("server 127.0.0.1:1; hash $remote;", "unknown \"remote\" variable")]
    [TestCase("server a.invalid:1 resolve;", "resolving names at run time requires upstream \"u\" in ")]
    [TestCase("zone z 64k; server a.invalid:1 resolve;", "no resolver defined to resolve names at run time in upstream \"u\" in ")]
    public void Upstream_ConfThatCannotBe_SaysWhy(string directives, string message) =>
        Refuses($"upstream u {{ {directives} }} server {{ listen {{port}}; proxy_pass u; }}", message);

    [Test]
    public void Upstream_HttpHasOneOfTheSameName_EachUsesItsOwn()
    {
        using var ofHttp = new StreamPeer(static socket =>
        {
            StreamPeer.Read(socket);
            StreamPeer.Write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhttp");
        });
        using var ofStream = new StreamPeer(static socket => StreamPeer.Write(socket, "stream"));
        using var server = ServerUnderTest.Start(
            $"stream {{ upstream u {{ server 127.0.0.1:{ofStream.Port}; }} server {{ listen {{port2}}; proxy_pass u; }} }} "
            + $"http {{ upstream u {{ server 127.0.0.1:{ofHttp.Port}; }} server {{ listen {{port}}; location / {{ proxy_pass http://u; }} }} }}");

        Assert.That(server.Get("/").Body, Is.EqualTo("http"));
        Assert.That(RawConnection.Open(server.Port2).ReadToEnd(), Is.EqualTo("stream"));
    }

    private static void Refuses(string body, string message)
    {
        using var prefix = new ServerPrefix();
        Assert.That(ServerUnderTest.StartAndFail($"stream {{ {body} }}", prefix).Error, Does.Contain(message));
    }
}
