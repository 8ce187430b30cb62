using Engine.Http.Tests.InProcess;

namespace Engine.Http.Tests.Connections;

/// <summary>Which responses go by sendfile(2), and what goes out with one call.</summary>
internal sealed class SendfileTests
{
    [TestCase("", 1)]
    [TestCase("sendfile on;", 1)]
    [TestCase("sendfile off;", 0)]
    [TestCase("sendfile off; output_buffers 1 100;", 0)]
    public void LargeFile_GoesAsTheDirectiveSays(string directives, int filesSent)
    {
        using var server = new InProcessServer($"http {{ {directives} server {{ listen 80; }} }}", new ScriptedLoop());
        Directory.CreateDirectory(server.PathOf("html"));
        File.WriteAllText(server.PathOf("html/a.txt"), new string('x', 10_000));
        var client = server.Connect(takesFiles: true);

        client.Send("GET /a.txt HTTP/1.0\r\n\r\n");

        Assert.That(client.TakeSent(), Does.EndWith("\r\n\r\n" + new string('x', 10_000)));
        Assert.That(client.FilesSent, Is.EqualTo(filesSent));
    }

    [Test]
    public void SmallFiles_OfOneResponse_GoOutTogether()
    {
        using var server = new InProcessServer("http { server { listen 80; addition_types *; add_after_body /b.txt; } }", new ScriptedLoop());
        Directory.CreateDirectory(server.PathOf("html"));
        File.WriteAllText(server.PathOf("html/a.txt"), new string('a', 1000));
        File.WriteAllText(server.PathOf("html/b.txt"), new string('b', 1000));
        var client = server.Connect(takesFiles: true);

        client.Send("GET /a.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.That(client.TakeSent(), Does.EndWith($"\r\n\r\n3e8\r\n{new string('a', 1000)}\r\n3e8\r\n{new string('b', 1000)}\r\n0\r\n\r\n"));
        Assert.That((client.FilesSent, client.Sends), Is.EqualTo((0, 1)));
    }
}
