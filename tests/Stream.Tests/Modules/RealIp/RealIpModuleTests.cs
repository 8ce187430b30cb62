using Engine.Testing;

namespace Engine.Stream.Tests.Modules.RealIp;

/// <summary>listen … proxy_protocol, its variables, and set_real_ip_from.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class RealIpModuleTests
{
    private const string Answer = "\"$remote_addr $remote_port $proxy_protocol_addr $proxy_protocol_port $proxy_protocol_server_addr $realip_remote_addr $binary_remote_addr\"";

    [Test]
    public void SetRealIpFrom_TrustedProxy_GivesTheClientsAddress()
    {
        using var server = Start($"set_real_ip_from 127.0.0.0/8; return {Answer};");
        using var client = server.Connect();

        Assert.That(
            client.Send("PROXY TCP4 192.0.2.1 192.0.2.2 123 5678\r\nrest").ReadToEnd(),
            Is.EqualTo("192.0.2.1 123 192.0.2.1 123 192.0.2.2 127.0.0.1 \u00c0\u0000\u0002\u0001"));
    }

    [Test]
    public void SetRealIpFrom_OtherProxy_IsNotBelieved()
    {
        using var server = Start($"set_real_ip_from 10.0.0.0/8; return {Answer};");
        using var client = server.Connect();

        Assert.That(
            client.Send("PROXY TCP4 192.0.2.1 192.0.2.2 123 5678\r\n").ReadToEnd(),
            Does.StartWith($"127.0.0.1 {client.LocalPort} 192.0.2.1 123 192.0.2.2 127.0.0.1 "));
    }

    [Test]
    public void SetRealIpFrom_UnknownClient_LeavesTheProxysAddress()
    {
        using var server = Start("set_real_ip_from 127.0.0.1; return <$remote_addr|$proxy_protocol_addr>;");
        using var client = server.Connect();

        Assert.That(client.Send("PROXY UNKNOWN\r\n").ReadToEnd(), Is.EqualTo("<127.0.0.1|>"));
    }

    [TestCase("GET / HTTP/1.1\r\n\r\n")]
    [TestCase("PROXY TCP4 1.2.3.4 1.2.3.4 1 x\r\n")]
    [TestCase("PROXY NONSENSE")]
    [TestCase("\r\n\r\n\0\r\nQUIT\n\u0031\u0011\u0000\u0000")]
    public void ProxyProtocol_Garbage_EndsWith400(string garbage)
    {
        using var server = Start("return x;");
        using (var client = server.Connect())
            Assert.That(client.Send(garbage).ReadToEnd(), Is.Empty);

        server.ErrorLog.WaitForLine("while reading PROXY protocol");
        server.Quit();
        Assert.That(server.AccessLog.Text, Is.EqualTo("400\n"));
    }

    [Test]
    public void ProxyProtocolTimeout_SlowProxy_EndsTheSession()
    {
        using var server = Start("proxy_protocol_timeout 50ms; return x;");
        using (var client = server.Connect())
            Assert.That(client.Send("PROXY TC").ReadToEnd(), Is.Empty);

        server.ErrorLog.WaitForLine("client timed out (110: Connection timed out) while reading PROXY protocol, client: 127.0.0.1");
        server.Quit();
        Assert.That(server.AccessLog.Text, Is.EqualTo("200\n"));
    }

    private static ServerUnderTest Start(string directives) =>
        ServerUnderTest.Start($"stream {{ log_format s $status; access_log logs/access.log s; server {{ listen {{port}} proxy_protocol; {directives} }} }}");
}
