using System.Net;
using System.Net.Sockets;
using System.Text;
using Engine.Testing;

namespace Engine.Conformance;

/// <summary>Subrequests of a page run at the same time, and what they send comes in the page's order.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class SsiTests
{
    [Test]
    public async Task Include_Several_RunAtTheSameTimeAndComeInOrder()
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var port = ((IPEndPoint)upstream.LocalEndpoint).Port;
        using var prefix = new ServerPrefix().WriteFile(
            "html/a.html", "<!--#include virtual=\"/u/1\"-->,<!--#include virtual=\"/b.html\"-->,<!--#include virtual=\"/u/3\"-->"u8.ToArray());
        prefix.WriteFile("html/b.html", "(<!--#include virtual=\"/u/2\"-->)"u8.ToArray());
        using var server = ServerUnderTest.Start($$"""
            http { server { listen {port}; root html; ssi on; location /u/ { proxy_pass http://127.0.0.1:{{port}}; } } }
            """, prefix);
        var page = Task.Run(() => server.Get("/a.html").Body);

        // Nobody is answered before all have asked; then the last is answered first.
        var clients = new List<(string Name, TcpClient Client)>();
        for (var i = 0; i < 3; i++)
        {
            var client = await upstream.AcceptTcpClientAsync();
            clients.Add((await ReadName(client), client));
        }

        foreach (var (name, client) in clients.OrderByDescending(static entry => entry.Name))
        {
            var body = new string(name[0], 70_000);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\n\r\n{body}"));
            client.Dispose();
        }

        Assert.That(await page, Is.EqualTo($"{new string('1', 70_000)},({new string('2', 70_000)}),{new string('3', 70_000)}"));
    }

    /// <summary>A client that goes away in the middle of a page leaves nothing behind.</summary>
    [Test]
    public async Task Include_ClientGone_EndsTheSubrequests()
    {
        using var upstream = new TcpListener(IPAddress.Loopback, 0);
        upstream.Start();
        var port = ((IPEndPoint)upstream.LocalEndpoint).Port;
        using var prefix = new ServerPrefix().WriteFile(
            "html/a.html", "<!--#include virtual=\"/u/1\"-->,<!--#include virtual=\"/u/2\" set=\"x\"-->"u8.ToArray());
        using var server = ServerUnderTest.Start($$"""
            http { server { listen {port}; root html; ssi on; location /u/ { proxy_pass http://127.0.0.1:{{port}}; proxy_read_timeout 1s; } } }
            """, prefix);
        using (var connection = server.Connect())
        {
            connection.Send("GET /a.html HTTP/1.1\r\nHost: localhost\r\n\r\n");
            using var client = await upstream.AcceptTcpClientAsync();
            await ReadName(client);
        }

        // Quitting waits for what is under way.
        server.Quit();
    }

    private static async Task<string> ReadName(TcpClient client)
    {
        var head = "";
        var bytes = new byte[4096];
        while (!head.EndsWith("\r\n\r\n", StringComparison.Ordinal))
            head += Encoding.ASCII.GetString(bytes, 0, await client.GetStream().ReadAsync(bytes));
        return head.Split(' ')[1][3..];
    }
}
