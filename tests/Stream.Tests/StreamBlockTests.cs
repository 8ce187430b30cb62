using Engine.Testing;

namespace Engine.Stream.Tests;

/// <summary>What the stream block refuses.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class StreamBlockTests
{
    [TestCase("server { listen 127.0.0.1:{port}; }", "no handler for server in ")]
    [TestCase("server { }", "no \"listen\" is defined for server in ")]
    [TestCase("server { listen 127.0.0.1; }", "no port in \"127.0.0.1\" of the \"listen\" directive in ")]
    [TestCase("server { listen {port} ssl; }", "the \"ssl\" parameter is not supported: stream speaks no TLS to clients in ")]
    [TestCase("server { listen {port}; ssl_certificate x; }", "\"ssl_certificate\" is not supported: stream speaks no TLS to clients in ")]
    [TestCase("server { listen {port} udp backlog=5; }", "\"backlog\" parameter is incompatible with \"udp\" in ")]
    [TestCase("server { listen {port} udp proxy_protocol; }", "\"proxy_protocol\" parameter is incompatible with \"udp\" in ")]
    [TestCase("server { listen {port}; listen {port}; }", "a duplicate listen 0.0.0.0:{port} in ")]
    public void Stream_ConfThatCannotBe_SaysWhy(string body, string message)
    {
        using var prefix = new ServerPrefix();
        var result = ServerUnderTest.StartAndFail($"stream {{ {body} }}", prefix);

        Assert.That(result.Error, Does.Contain(message.Replace("{port}", $"{prefix.Port}", StringComparison.Ordinal)));
    }
}
