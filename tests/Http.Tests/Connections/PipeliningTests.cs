using System.Text;
using Engine.Testing;

namespace Engine.Http.Tests.Connections;

internal sealed class PipeliningTests() : ServerFixture("""
    http {
        server {
            listen {port};
            location / { return 200 "$request_method $uri $pipe\n"; }
            location /silent { return 444; }
            location /refused { client_max_body_size 1; return 200; }
        }
    }
    """)
{
    [Test]
    public void Requests_InOneSegment_AreAnsweredInOrder()
    {
        using var connection = Server.Connect();
        connection.Send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nGET /GET /3 HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("GET /1 .\n"));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("POST /2 p\n"));
        Assert.That(connection.ReadResponse().Body, Is.EqualTo("GET /3 p\n"));
        Assert.That(connection.Get("/4").Body, Is.EqualTo("GET /4 .\n"));
    }

    [Test]
    public void Requests_CutAnywhere_GiveTheSameAnswers()
    {
        var message = Encoding.Latin1.GetBytes(
            "POST /1 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        foreach (var segments in Segmentations.Of(message))
        {
            using var connection = Server.Connect();
            foreach (var segment in segments)
                connection.Send(segment);

            Assert.That(connection.ReadResponse().Body, Is.EqualTo("POST /1 .\n"));
            Assert.That(connection.ReadResponse().Body, Does.StartWith("GET /2 "));
            connection.ExpectClosed();
        }
    }

    [Test]
    public void Requests_Thousands_AllAreAnswered()
    {
        const int count = 900;
        using var connection = Server.Connect();
        connection.Send(string.Concat(Enumerable.Range(0, count).Select(static i => $"GET /{i} HTTP/1.1\r\nHost: a\r\n\r\n")));

        for (var i = 0; i < count; i++)
            Assert.That(connection.ReadResponse().Body, Does.StartWith($"GET /{i} "));
    }

    [TestCase("\x01")]
    [TestCase("GET /silent HTTP/1.1\r\nHost: a\r\n\r\n")]
    [TestCase("GET /un")]
    public void Follower_CantBeAnswered_TheAnswersBeforeItArrive(string follower)
    {
        using var connection = Server.Connect();
        connection.Send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + follower);
        if (!follower.EndsWith('\n'))
            connection.ShutdownSend();

        Assert.That(connection.ReadResponse().Body, Is.EqualTo("GET /1 .\n"));
        Assert.That(connection.ReadToEnd(), follower == "\x01" ? Does.StartWith("HTTP/1.1 400 ") : Is.Empty);
    }

    [Test]
    public void Follower_BehindARefusedBody_IsNotAnswered()
    {
        using var connection = Server.Connect();
        connection.Send("POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabcGET /1 HTTP/1.1\r\nHost: a\r\n\r\n");

        Assert.That(connection.ReadResponse().Status, Is.EqualTo(413));
        connection.ExpectClosed();
    }

    [TestCase("\r\n", 200)]
    [TestCase("\n", 200)]
    [TestCase("\r\n\r\n", 400)]
    public void EmptyLines_BeforeARequest_OneIsSkipped(string lines, int status)
    {
        if (status == 400)
            NeedsEngine();
        using var connection = Server.Connect();
        connection.Get("/");

        Assert.That(connection.Send(lines + "GET / HTTP/1.1\r\nHost: a\r\n\r\n").ReadResponse().Status, Is.EqualTo(status));
    }
}
