using Engine.Testing;

namespace Engine.Stream.Tests.Modules.Core;

/// <summary>The variables that every session has.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class VariablesTests
{
    [TestCase("$remote_addr", "^127\\.0\\.0\\.1$")]
    [TestCase("$server_addr:$server_port", "^127\\.0\\.0\\.1:\\d+$")]
    [TestCase("$protocol", "^TCP$")]
    [TestCase("$status", "^000$")]
    [TestCase("$connection", "^\\d+$")]
    [TestCase("$pid", "^\\d+$")]
    [TestCase("$msec", "^\\d+\\.\\d{3}$")]
    [TestCase("$session_time", "^\\d+\\.\\d{3}$")]
    [TestCase("$time_iso8601", "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d$")]
    [TestCase("$time_local", "^\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d [+-]\\d{4}$")]
    [TestCase("$nginx_version", "^\\d+\\.\\d+")]
    [TestCase("<$hostname>", "^<.+>$")]
    [TestCase("$bytes_sent,$bytes_received", "^0,0$")]
    [TestCase("<$proxy_protocol_addr$proxy_protocol_tlv_alpn>", "^<>$")]
    public void Variable_OfASession_HasItsValue(string text, string pattern)
    {
        using var server = ServerUnderTest.Start($"stream {{ server {{ listen 127.0.0.1:{{port}}; return {text}; }} }}");
        using var client = server.Connect();

        Assert.That(client.ReadToEnd(), Does.Match(pattern));
    }
}
