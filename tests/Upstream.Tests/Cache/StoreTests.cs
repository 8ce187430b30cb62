using Engine.Testing;
using Engine.Upstream.Tests.Proxy;

namespace Engine.Upstream.Tests.Cache;

public sealed class StoreTests
{
    [Test]
    public void Store_On_KeepsTheFileWithItsTime()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nLast-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: 5\r\n\r\nhello", closes: false);
        using var server = Start(peer, "root files; proxy_store on; proxy_store_access group:r all:r;");
        Assert.That(server.Get("/deep/a.txt").Body, Is.EqualTo("hello"));
        var file = server.Prefix.PathOf("files/deep/a.txt");
        Assert.That(File.ReadAllText(file), Is.EqualTo("hello"));
        Assert.That(File.GetLastWriteTimeUtc(file), Is.EqualTo(new DateTime(1994, 11, 6, 8, 49, 37, DateTimeKind.Utc)));
        if (!OperatingSystem.IsWindows())
            Assert.That(File.GetUnixFileMode(file), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead));
    }

    [Test]
    public void Store_Value_SaysWhere()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", closes: false);
        using var server = Start(peer, "proxy_store files/x$uri;");
        server.Get("/a");
        Assert.That(server.Prefix.ReadFile("files/x/a"), Is.EqualTo("hello"));
    }

    [TestCase("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nhello")]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello")]
    public void Store_ErrorOrCutShort_LeavesNothing(string response)
    {
        using var peer = new ScriptedPeer(response);
        using var server = Start(peer, "proxy_store files$uri;");
        using var client = server.Connect();
        client.Send("GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ReadToEnd();
        Assert.That(File.Exists(server.Prefix.PathOf("files/a")), Is.False);
        Assert.That(() => Directory.EnumerateFiles(server.Prefix.PathOf("proxy_temp"), "*", SearchOption.AllDirectories), Is.Empty.After(5000, 20));
    }

    private static ServerUnderTest Start(ScriptedPeer peer, string location) => ServerUnderTest.Start($$"""
        error_log logs/error.log info;
        events {}
        http {
            server { listen 127.0.0.1:{port}; location / { proxy_pass http://127.0.0.1:{{peer.Port}}; {{location}} } }
        }
        """);

    [Test]
    public void Store_NamesThatAreNotUtf8_StayApart()
    {
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", closes: false);
        using var server = Start(peer, "proxy_store files$uri;");
        server.Get("/%FE");
        server.Get("/%FF");
        Assert.That(Directory.GetFiles(server.Prefix.PathOf("files")), Has.Length.EqualTo(2));
        // .NET has no names for them.
        System.Diagnostics.Process.Start("rm", ["-r", server.Prefix.PathOf("files")]).WaitForExit();
    }

    [Test]
    public void Store_CopiedButNotMoved_LeavesNothing()
    {
        const string otherFileSystem = "/dev/shm";
        if (!Directory.Exists(otherFileSystem))
            Assert.Ignore("no second file system");
        using var peer = new ScriptedPeer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", closes: false);
        var temporary = Path.Combine(otherFileSystem, Path.GetRandomFileName());
        using (var server = Start(peer, $"proxy_temp_path {temporary}; proxy_store files$uri;"))
        {
            server.Get("/taken/a");
            Assert.That(server.Prefix.ReadFile("files/taken/a"), Is.EqualTo("hello"));
            // There is a directory of that name.
            server.Get("/taken");
            server.ErrorLog.WaitForLine("rename()");
            Assert.That(Directory.GetFileSystemEntries(server.Prefix.PathOf("files")), Has.Length.EqualTo(1));
        }

        Directory.Delete(temporary, recursive: true);
    }
}
