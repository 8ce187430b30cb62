using Engine.Testing;

namespace Engine.Http.Tests.Listening;

internal sealed class ServerChoiceTests() : ServerFixture("""
    http {
        server { listen {port}; server_name first.example www.first.example; return 200 "first"; }
        server { listen {port}; server_name *.wild.example; return 200 "*.wild"; }
        server { listen {port}; server_name *.inner.wild.example; return 200 "*.inner.wild"; }
        server { listen {port}; server_name exact.wild.example; return 200 "exact.wild"; }
        server { listen {port}; server_name .dot.example; return 200 "$server_name"; }
        server { listen {port}; server_name both.example; return 200 "both"; }
        server { listen {port}; server_name .both.example; return 200 "ignored"; }
        server { listen {port}; server_name *.half.example; return 200 "*.half"; }
        server { listen {port}; server_name .half.example; return 200 "ignored"; }
        server { listen {port}; server_name mail.*; return 200 "mail.*"; }
        server { listen {port}; server_name mail.long.*; return 200 "mail.long.*"; }
        server { listen {port}; server_name ~^(?<user>\w+)\.users\.example$; return 200 "$user $1"; }
        server { listen {port}; server_name ~^www\d+\.; return 200 "www"; }
        server { listen {port}; server_name ~.; return 200 "last"; }
        server { listen {port}; server_name ""; return 200 "no name"; }
        server { listen {port}; server_name UPPER.example; return 200 "$server_name"; }
        server { listen {port2}; server_name a; return 200 "a $server_port $server_addr"; }
        server { listen {port2} default_server; server_name b; return 200 "b"; }
        server { listen 127.0.0.2:{port2}; server_name c; return 200 "c $server_addr"; }
        server { listen {port3}; server_name_in_redirect on; return 301 /x; }
        server { listen unix:{unix}; return 200 "unix $remote_addr"; }
    }
    """)
{
    [TestCase("first.example", "first")]
    [TestCase("WWW.First.Example", "first")]
    [TestCase("first.example.", "first")]
    [TestCase("first.example:8080", "first")]
    [TestCase("a.wild.example", "*.wild")]
    [TestCase("a.b.wild.example", "*.wild")]
    [TestCase("a.inner.wild.example", "*.inner.wild")]
    [TestCase("inner.wild.example", "*.wild")]
    [TestCase("exact.wild.example", "exact.wild")]
    [TestCase("wild.example", "last")]
    [TestCase("dot.example", "dot.example")]
    [TestCase("a.b.dot.example", "dot.example")]
    [TestCase("xdot.example", "last")]
    [TestCase("both.example", "both")]
    [TestCase("www.both.example", "last")]
    [TestCase("www.half.example", "*.half")]
    [TestCase("half.example", "last")]
    [TestCase("mail.example", "mail.*")]
    [TestCase("mail.a.b", "mail.*")]
    [TestCase("mail.long.a", "mail.long.*")]
    [TestCase("mail", "last")]
    [TestCase("joe.users.example", "joe joe")]
    [TestCase("www7.users.example", "www7 www7")]
    [TestCase("www7.example", "www")]
    [TestCase("upper.example", "upper.example")]
    [TestCase("[::1]", "last")]
    public void Host_Names_ExactThenWildcardsThenExpressions(string host, string server)
    {
        using var connection = Server.Connect();

        Assert.That(connection.SendLines("GET / HTTP/1.1", $"Host: {host}").ReadResponse().Body, Is.EqualTo(server));
    }

    [Test]
    public void Host_None_IsTheServerWithoutAName()
    {
        using var connection = Server.Connect();

        Assert.That(connection.SendLines("GET / HTTP/1.0").ReadResponse().Body, Is.EqualTo("no name"));
    }

    [Test]
    public void Host_AbsoluteTarget_CountsInPlaceOfTheField()
    {
        using var connection = Server.Connect();

        Assert.That(connection.SendLines("GET http://first.example/ HTTP/1.1", "Host: exact.wild.example").ReadResponse().Body, Is.EqualTo("first"));
    }

    [Test]
    public void Host_Changes_OnOneConnection()
    {
        using var connection = Server.Connect();

        Assert.That(connection.SendLines("GET / HTTP/1.1", "Host: first.example").ReadResponse().Body, Is.EqualTo("first"));
        Assert.That(connection.SendLines("GET / HTTP/1.1", "Host: mail.example").ReadResponse().Body, Is.EqualTo("mail.*"));
    }

    [TestCase("a", "a {port2} 127.0.0.1")]
    [TestCase("unknown", "b")]
    [TestCase("c", "b")]
    public void Address_ServersOfOthers_AreNotAsked(string host, string server)
    {
        using var connection = RawConnection.Open(Server.Port2);

        Assert.That(connection.SendLines("GET / HTTP/1.1", $"Host: {host}").ReadResponse().Body, Is.EqualTo(server.Replace("{port2}", $"{Server.Port2}", StringComparison.Ordinal)));
    }

    [Test]
    public void Address_MoreSpecificThanAWildcard_HasItsOwnServers()
    {
        using var connection = RawConnection.Open(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("127.0.0.2"), Server.Port2));

        Assert.That(connection.SendLines("GET / HTTP/1.1", "Host: a").ReadResponse().Body, Is.EqualTo("c 127.0.0.2"));
    }

    [Test]
    public void Address_UnixSocket_IsServed()
    {
        using var connection = RawConnection.OpenUnix(Server.Prefix.UnixSocket);

        Assert.That(connection.Get("/").Body, Is.EqualTo("unix unix:"));
    }

    [Test]
    public void ServerNameInRedirect_WithoutAName_IsTheHost()
    {
        NeedsEngine();
        using var connection = RawConnection.Open(Server.Prefix.Port3);

        Assert.That(connection.Get("/").Header("Location"), Is.EqualTo($"http://localhost:{Server.Prefix.Port3}/x"));
    }
}
