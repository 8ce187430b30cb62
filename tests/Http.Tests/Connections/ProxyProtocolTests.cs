using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Connections;

[Parallelizable(ParallelScope.All)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ProxyProtocolTests
{
    private const string Request = "GET / HTTP/1.0\r\n\r\n";
    private const string Header = "PROXY TCP4 192.0.2.1 198.51.100.2 123 8080\r\n";
    private const string Binary = "\r\n\r\n\0\r\nQUIT\n\u0021\u0011\0\u0017\u00C0\0\u0002\u0001\u00C6\u0033\u0064\u0002\0\u007B\u001F\u0090\u0002\0\u0008host.net";

    private readonly ScriptedLoop loop = new();
    private InProcessServer server = null!;

    [SetUp]
    public void StartServer() => server = new InProcessServer("""
        http {
            access_log off;
            server {
                listen 80 proxy_protocol;
                client_header_timeout 60s;
                set_real_ip_from 127.0.0.1;
                real_ip_header proxy_protocol;
                location / { return 200 "$remote_addr|$proxy_protocol_addr:$proxy_protocol_port $proxy_protocol_server_addr:$proxy_protocol_server_port $proxy_protocol_tlv_authority$proxy_protocol_tlv_0x2"; }
                location /real { return 200 "$remote_addr:$remote_port $realip_remote_addr"; }
            }
        }
        """, loop);

    [TearDown]
    public void NothingIsLeft() => server.Dispose();

    [TestCase(Header, "192.0.2.1|192.0.2.1:123 198.51.100.2:8080 ")]
    [TestCase(Binary, "192.0.2.1|192.0.2.1:123 198.51.100.2:8080 host.nethost.net")]
    [TestCase("PROXY UNKNOWN\r\n", "127.0.0.1|: : ")]
    public void Header_InFrontOfARequest_FillsTheVariables(string header, string expected) =>
        Assert.That(server.Connect().Send(header + Request).TakeSent(), Does.EndWith("\r\n\r\n" + expected));

    [Test]
    public void Header_OfTrustedProxy_BecomesTheClientsAddress() =>
        Assert.That(server.Connect().Send(Header + "GET /real HTTP/1.0\r\n\r\n").TakeSent(), Does.EndWith("192.0.2.1:123 127.0.0.1"));

    /// <summary>One server says that the address has it, another one has options for the socket.</summary>
    [TestCase("proxy_protocol", "backlog=100")]
    [TestCase("backlog=100", "proxy_protocol")]
    public void Header_SaidByOneOfTwoServers_IsExpected(string first, string second)
    {
        using var both = new InProcessServer(
            $"http {{ server {{ listen 80 {first}; return 200 $proxy_protocol_addr; }} server {{ listen 80 {second}; server_name b; }} }}", new ScriptedLoop());

        Assert.That(both.Connect().Send(Header + Request).TakeSent(), Does.EndWith("\r\n\r\n192.0.2.1"));
    }

    [TestCase(Header)]
    [TestCase(Binary)]
    public void Header_OctetByOctet_IsPutTogether(string header)
    {
        var client = server.Connect();
        foreach (var octet in header + Request)
            client.Send(octet.ToString());
        Assert.That(client.TakeSent(), Does.Contain("|192.0.2.1:123 198.51.100.2:8080"));
    }

    [Test]
    public void Header_OnAKeptConnection_StandsForAllRequests()
    {
        var client = server.Connect().Send(Header + "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.That(client.TakeSent(), Does.Contain("|192.0.2.1:123"));
        client.Send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        Assert.That(client.TakeSent(), Does.Contain("|192.0.2.1:123"));
    }

    [TestCase(Request)]
    [TestCase("PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n" + Request)]
    [TestCase("\r\n\r\n\0\r\nQUIT\n\u0021\u0011\u00FF\u00FF")]
    public void Garbage_ClosesWithoutAnAnswer(string garbage)
    {
        var client = server.Connect().Send(garbage);

        Assert.That((client.IsClosed, client.TakeSent()), Is.EqualTo((true, "")));
        Assert.That(server.ErrorLog, Does.Contain("broken header: \"").And.Contain("while reading PROXY protocol, client: 127.0.0.1, server: 0.0.0.0:80"));
    }

    [Test]
    public void Header_TricklesIn_HasTheTimeOfARequestsHead()
    {
        var client = server.Connect();
        foreach (var part in Header.Chunk(3))
        {
            if (!client.IsClosed)
                client.Send(new string(part));
            loop.Turn(afterMs: 5_500);
        }

        Assert.That((client.IsClosed, client.TakeSent()), Is.EqualTo((true, "")));
        Assert.That(server.ErrorLog, Does.Contain("client timed out (110: Connection timed out)"));
    }
}
