using System.Text;
using Engine.Testing;

namespace Engine.Http.Tests.Attacks;

/// <summary>URIs that are to lead out of a root, an alias or around a location.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class FileAttackTests
{
    private const string Secret = "secret";

    private ServerPrefix prefix = null!;
    private ServerUnderTest server = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        prefix = new ServerPrefix()
            .WriteFile("html/d/file.txt", "file")
            .WriteFile("html/d/sub/index.html", "index")
            .WriteFile("html/secret.txt", Secret)
            .WriteFile("html/d-other/secret.txt", Secret)
            .WriteFile("html/guarded/secret.txt", Secret)
            .WriteFile("html/.hidden/secret.txt", Secret)
            .WriteFile("outside.txt", Secret);
        File.CreateSymbolicLink(prefix.PathOf("html/d/link.txt"), prefix.PathOf("outside.txt"));
        File.CreateSymbolicLink(prefix.PathOf("html/d/up"), prefix.Root);
        server = ServerUnderTest.Start("""
            http {
                default_type text/plain;
                server {
                    listen {port};
                    root {root}/html;
                    location / { }
                    location /i { alias {root}/html/d/; autoindex on; }
                    location /j/ { alias {root}/html/d; }
                    location /k { alias {root}/html/d; }
                    location /try { alias {root}/html/d/; try_files $uri $uri/ =404; }
                    location ~ ^/r/(.*)$ { alias {root}/html/d/$1; }
                    location /guarded { deny all; }
                    location ~ /\. { return 403; }
                    location = /exact { return 403; }
                    location /links/ { alias {root}/html/d/; disable_symlinks on from={root}/html; }
                    location /tested/ { alias {root}/html/d/; disable_symlinks on; if (-f $request_filename) { return 204; } }
                    location /own-links/ { alias {root}/html/d/; disable_symlinks if_not_owner; }
                }
                server {
                    listen {port2};
                    merge_slashes off;
                    root {root}/html;
                    location /guarded { deny all; }
                    location ~ ^/+guarded { deny all; }
                }
            }
            """, prefix);
    }

    [OneTimeTearDown]
    public void StopServer()
    {
        server.Dispose();
        prefix.Dispose();
    }

    /// <summary>"/i../x" below an alias that ends in a slash, and every other way to write "one up".</summary>
    [TestCase("/i../secret.txt")]
    [TestCase("/i..%2fsecret.txt")]
    [TestCase("/i%2e%2e/secret.txt")]
    [TestCase("/i%2E./secret.txt")]
    [TestCase("/i../")]
    [TestCase("/i..")]
    [TestCase("/i../../outside.txt")]
    [TestCase("/try../secret.txt")]
    [TestCase("/k-other/secret.txt-")]
    [TestCase("/j/../secret")]
    [TestCase("/j/-other/secret.txt/..")]
    [TestCase("/r/%252e%252e/secret.txt")]
    [TestCase("/d/..;/secret")]
    [TestCase("/d/..\\secret.txt")]
    [TestCase("/d/%5c..%5csecret.txt")]
    [TestCase("/d/%c0%ae%c0%ae/secret.txt")]
    [TestCase("/d/%e0%80%ae%e0%80%ae/secret.txt")]
    [TestCase("/d/%uff0e%uff0e/secret.txt")]
    [TestCase("/d/..%c0%afsecret.txt")]
    [TestCase("/d/....//secret")]
    [TestCase("/../outside.txt")]
    [TestCase("/%2e%2e/outside.txt")]
    [TestCase("/d/%2e%2e/%2e%2e/outside.txt")]
    [TestCase("/..%2foutside.txt")]
    [TestCase("/d/../../outside.txt")]
    [TestCase("//../outside.txt")]
    [TestCase("/secret.txt%00.html")]
    [TestCase("/secret.txt%00")]
    [TestCase("/d/file.txt/../../secret")]
    public void Uri_LeadingUp_DoesNotLeaveItsDirectory(string target)
    {
        var response = server.Get(target);

        Assert.That(response.Status, Is.EqualTo(400).Or.EqualTo(404).Or.EqualTo(403));
        Assert.That(response.Body, Does.Not.Contain(Secret));
    }

    /// <summary>The location is chosen for the URI as it is meant, however it is written.</summary>
    [TestCase("/guarded/secret.txt")]
    [TestCase("//guarded/secret.txt")]
    [TestCase("/./guarded/secret.txt")]
    [TestCase("/x/../guarded/secret.txt")]
    [TestCase("/x/%2e%2e/guarded/secret.txt")]
    [TestCase("/%67uarded/secret.txt")]
    [TestCase("/guarded%2fsecret.txt")]
    [TestCase("/guarded//secret.txt")]
    [TestCase("/guarded/./secret.txt?x")]
    [TestCase("/guarded#/../d/file.txt")]
    [TestCase("http://localhost/guarded/secret.txt")]
    [TestCase("http://localhost//guarded/secret.txt")]
    [TestCase("/.hidden/secret.txt")]
    [TestCase("/%2ehidden/secret.txt")]
    [TestCase("/d/%2e%2e/.hidden/secret.txt")]
    [TestCase("/exact")]
    [TestCase("/exact?x")]
    [TestCase("/x/../exact")]
    [TestCase("/%65xact")]
    public void Location_ThatRefuses_IsNotWalkedAround(string target) => Assert.That(server.Get(target).Status, Is.EqualTo(403));

    /// <summary>CVE-2013-4547: bytes that end a path for one reader and not for another.</summary>
    [TestCase("/guarded /../d/file.txt")]
    [TestCase("/d/ \0/secret.txt")]
    [TestCase("/guarded\t/../d/file.txt")]
    [TestCase("/guarded\u007f/../d/file.txt")]
    public void Target_WithBlanksOrControls_IsRefused(string target)
    {
        using var connection = server.Connect();

        Assert.That(connection.SendLines($"GET {target} HTTP/1.1", "Host: localhost").ReadResponse().Status, Is.EqualTo(400));
    }

    /// <summary>Without merge_slashes "//guarded" is another URI than "/guarded" and the same file: the pattern has to say so, as in nginx.</summary>
    [TestCase("/guarded/secret.txt")]
    [TestCase("//guarded/secret.txt")]
    [TestCase("///guarded//secret.txt")]
    [TestCase("//x/..//guarded/secret.txt")]
    public void MergeSlashes_Off_PatternsSeeAllSlashes(string target)
    {
        using var connection = RawConnection.Open(server.Port2);

        Assert.That(connection.Get(target).Status, Is.EqualTo(403));
    }

    /// <summary>403 for the link itself, 404 below one to a directory, as in nginx.</summary>
    [TestCase("/links/link.txt")]
    [TestCase("/tested/link.txt")]
    [TestCase("/links/up/outside.txt")]
    [TestCase("/links/up/html/secret.txt")]
    public void Symlinks_Disabled_AreNotFollowed(string target) => Assert.That(server.Get(target).Status, Is.AnyOf(403, 404));

    [TestCase("/links/file.txt", "file")]
    [TestCase("/tested/file.txt", "")]
    [TestCase("/links/sub/index.html", "index")]
    [TestCase("/own-links/link.txt", Secret)]
    [TestCase("/d/link.txt", Secret)]
    public void Symlinks_Allowed_AreFollowed(string target, string body) => Assert.That(server.Get(target).Body, Is.EqualTo(body));

    /// <summary>A file is replaced again and again: what is served is one of the two, whole, with its own length.</summary>
    [TestCase("")]
    [TestCase("open_file_cache max=10; open_file_cache_valid 1ms;")]
    [TestCase("sendfile on; open_file_cache max=10; open_file_cache_valid 1ms; open_file_cache_min_uses 1;")]
    public void File_IsReplacedMeanwhile_IsNeverMixed(string directives)
    {
        using var folder = new ServerPrefix().WriteFile("html/file", Letters('a', 30_000));
        using var replaced = ServerUnderTest.Start($$"""http { {{directives}} server { listen {port}; } }""", folder);
        var running = true;
        var writer = new Thread(() =>
        {
            for (var i = 0; Volatile.Read(ref running); i++)
            {
                folder.WriteFile("html/next", i % 2 == 0 ? Letters('b', 50_000) : Letters('a', 30_000));
                File.Move(folder.PathOf("html/next"), folder.PathOf("html/file"), overwrite: true);
            }
        });
        writer.Start();
        try
        {
            using var connection = replaced.Connect();
            for (var i = 0; i < 300; i++)
            {
                var body = connection.Get("/file").Body;
                Assert.That(body == Letters('a', 30_000) || body == Letters('b', 50_000), Is.True, $"{body.Length} bytes");
            }
        }
        finally
        {
            Volatile.Write(ref running, false);
            writer.Join();
        }
    }

    /// <summary>Nobody waits for bytes that will not come, and nothing else is sent in their place.</summary>
    [TestCase("sendfile on;")]
    [TestCase("sendfile off;")]
    public void File_IsCutWhileItIsSent_TheConnectionEnds(string directives)
    {
        const int length = 64 * 1024 * 1024;
        using var folder = new ServerPrefix().WriteFile("html/file", "");
        using (var file = File.OpenWrite(folder.PathOf("html/file")))
            file.SetLength(length);
        using var cut = ServerUnderTest.Start($$"""http { {{directives}} server { listen {port}; } }""", folder);
        cut.AllowAlerts = true;
        using var connection = cut.Connect();
        connection.SendLines("GET /file HTTP/1.1", "Host: localhost");
        Assert.That(connection.ReadUntil("\r\n\r\n"), Does.Contain($"Content-Length: {length}"));
        using (var file = File.OpenWrite(folder.PathOf("html/file")))
            file.SetLength(1000);

        Assert.That(connection.ReadBytesToEnd(), Has.Length.LessThan(length).And.All.EqualTo(0));
        Assert.That(cut.Get("/file").ContentLength, Is.EqualTo(1000));
    }

    private static string Letters(char letter, int count) => new StringBuilder().Append(letter, count).ToString();
}
