using Engine.Core.Tests.Net.Resolver;
using Engine.Testing;

namespace Engine.Mail.Tests.Modules.Smtp;

/// <summary>The client's name by DNS.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class ClientHostTests
{
    private const string Reverse = "1.0.0.127.in-addr.arpa";

    private const int ServerFailure = 0x8182;
    private const int NoSuchName = 0x8183;

    [Test]
    public void Resolver_NameThatLeadsBack_IsTheClients()
    {
        using var names = new ScriptedNameServer(static query => DnsMessages.NameOf(query) == Reverse
            ? DnsMessages.AnswerTo(query).Pointer(Reverse, "client.example.net").Build()
            : DnsMessages.AnswerTo(query).Address("client.example.net", DnsMessages.TypeOf(query) == 1 ? "127.0.0.1" : "::1").Build());

        Assert.That(HostOf(names), Is.EqualTo("client.example.net"));
    }

    [Test]
    public void Resolver_NameOfAnotherAddress_IsNotTheClients()
    {
        using var names = new ScriptedNameServer(static query => DnsMessages.NameOf(query) == Reverse
            ? DnsMessages.AnswerTo(query).Pointer(Reverse, "client.example.net").Build()
            : DnsMessages.AnswerTo(query).Address("client.example.net", DnsMessages.TypeOf(query) == 1 ? "192.0.2.1" : "::1").Build());

        Assert.That(HostOf(names), Is.EqualTo("[UNAVAILABLE]"));
    }

    [TestCase(NoSuchName, "[UNAVAILABLE]", "127.0.0.1 could not be resolved (3: Host not found) while in resolving client address, client: 127.0.0.1")]
    [TestCase(ServerFailure, "[TEMPUNAVAIL]", "127.0.0.1 could not be resolved (2: Server failure)")]
    public void Resolver_Failure_IsToldFromAnAddressWithoutName(int flags, string host, string log)
    {
        using var names = new ScriptedNameServer(query => DnsMessages.AnswerTo(query, flags).Build());

        Assert.That(HostOf(names, log), Is.EqualTo(host));
    }

    [TestCase(NoSuchName, "[UNAVAILABLE]")]
    [TestCase(ServerFailure, "[TEMPUNAVAIL]")]
    public void Resolver_NameThatLeadsNowhere_IsNotTheClients(int flags, string host)
    {
        using var names = new ScriptedNameServer(query => DnsMessages.NameOf(query) == Reverse
            ? DnsMessages.AnswerTo(query).Pointer(Reverse, "client.example.net").Build()
            : DnsMessages.AnswerTo(query, flags).Build());

        Assert.That(HostOf(names, "client.example.net could not be resolved"), Is.EqualTo(host));
    }

    [Test]
    public void ResolverTimeout_SilentServer_IsTemporary()
    {
        using var names = new ScriptedNameServer(static _ => null);

        Assert.That(HostOf(names, "could not be resolved (110: Operation timed out)", "resolver_timeout 100ms;"), Is.EqualTo("[TEMPUNAVAIL]"));
    }

    /// <summary>Whoever runs the client's DNS could put anything into the request to the auth server, and into XCLIENT.</summary>
    [TestCase("client NAME=x.example.net")]
    [TestCase("client\\example.net")]
    [TestCase("<b>.example.net")]
    public void Resolver_NameThatIsNone_IsNotTheClients(string name)
    {
        using var names = new ScriptedNameServer(query => DnsMessages.NameOf(query) == Reverse
            ? DnsMessages.AnswerTo(query).Pointer(Reverse, name).Build()
            : DnsMessages.AnswerTo(query).Address(name, "127.0.0.1").Build());

        Assert.That(HostOf(names, directives: "resolver_timeout 200ms;"), Is.EqualTo("[UNAVAILABLE]").Or.EqualTo("[TEMPUNAVAIL]"));
    }

    private static string HostOf(ScriptedNameServer names, string? log = null, string directives = "")
    {
        using var auth = ScriptedServer.Auth(static _ => "Auth-Status: No\r\n");
        using var server = ServerUnderTest.Start($"mail {{ auth_http 127.0.0.1:{auth.Port}; {directives} server {{ listen {{port}}; protocol smtp; resolver {names.Address}; }} }}");
        using var client = server.Connect();
        client.Send("AUTH PLAIN AGFkYQBzZWNyZXQ=\r\n");
        client.ReadToEnd();
        if (log is not null)
            server.ErrorLog.WaitForLine(log);
        return auth.TakeRequest().Single(static line => line.StartsWith("Client-Host: ", StringComparison.Ordinal))["Client-Host: ".Length..];
    }
}
