using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Connections;

/// <summary>The Host fields of requests that follow each other on one worker.</summary>
internal sealed class HostMemoTests
{
    private const string Conf = """
        http {
            server { listen 80 default_server; return 200 "<$host:$http_host>"; }
            server { listen 80; server_name b.example; return 200 "<b $host:$http_host>"; }
        }
        """;

    [TestCase("a.example", "<a.example:a.example>")]
    [TestCase("a.example:8080", "<a.example:a.example:8080>")]
    [TestCase("A.Example", "<a.example:A.Example>")]
    [TestCase("a.example.", "<a.example:a.example.>")]
    [TestCase("a.example.:80", "<a.example:a.example.:80>")]
    [TestCase("b.example", "<b b.example:b.example>")]
    [TestCase("[::1]:80", "<[::1]:[::1]:80>")]
    [TestCase("a..example", "400 Bad Request")]
    [TestCase("a.example:x", "400 Bad Request")]
    public void Host_BehindOthersAndItself_IsItsOwn(string host, string answer)
    {
        using var server = new InProcessServer(Conf, new ScriptedLoop());
        string[] others = ["a.example", "b.example", "a.exampl", "a.example:8080", "A.EXAMPLE"];
        foreach (var other in others)
        {
            Assert.That(Get(server, other), Does.Contain("200 OK"));
            Assert.That(Get(server, host), Does.Contain(answer));
            Assert.That(Get(server, host), Does.Contain(answer));
        }
    }

    private static string Get(InProcessServer server, string host)
    {
        var client = server.Connect();
        var answer = client.Send($"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").TakeSent();
        client.End();
        return answer;
    }
}
