using System.IO.Compression;
using System.Text;
using Engine.Testing;

namespace Engine.Conformance;

/// <summary>What the access log does over time: buffers, compression, rotation.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class AccessLogTests
{
    [Test]
    public void Gzip_LinesOfTwoFlushes_AreMembersOfOneFile()
    {
        using var prefix = new ServerPrefix();
        using (var server = ServerUnderTest.Start(Conf("access_log logs/a.gz a gzip=9;"), prefix))
        {
            server.Get("/one");
            server.Get("/two");
            server.Quit();
        }

        using var gzip = new GZipStream(File.OpenRead(prefix.PathOf("logs/a.gz")), CompressionMode.Decompress);
        Assert.That(new StreamReader(gzip, Encoding.ASCII).ReadToEnd(), Is.EqualTo("/one\n/two\n"));
    }

    [Test]
    public void Buffer_WithFlush_IsWrittenWhenTheTimeIsOver()
    {
        using var server = ServerUnderTest.Start(Conf("access_log logs/access.log a buffer=64k flush=100ms;"));

        server.Get("/one");

        Assert.That(server.AccessLog.WaitForLine("/one"), Is.EqualTo("/one"));
    }

    [Test]
    public void Reopen_AfterRename_NewLinesGoToTheNewFile()
    {
        using var server = ServerUnderTest.Start(Conf("access_log logs/access.log a;"));
        server.Get("/one");
        server.AccessLog.WaitForLine("/one");
        File.Move(server.AccessLog.FilePath, server.AccessLog.FilePath + ".1");

        server.Signal("USR1");

        Assert.That(() => File.Exists(server.AccessLog.FilePath), Is.True.After(10_000, 20));
        server.Get("/two");
        Assert.That(server.AccessLog.WaitForLine("/two"), Is.EqualTo("/two"));
    }

    [Test]
    public void OpenLogFileCache_FileIsRenamed_TheNextCheckMakesANewOne()
    {
        using var server = ServerUnderTest.Start(Conf("access_log logs/$arg_n.log a; open_log_file_cache max=10 valid=0s;"));
        server.Get("/one?n=access");
        server.AccessLog.WaitForLine("/one");
        File.Move(server.AccessLog.FilePath, server.AccessLog.FilePath + ".1");

        server.Get("/two?n=access");

        Assert.That(server.AccessLog.WaitForLine("/two"), Is.EqualTo("/two"));
    }

    /// <summary>The file is that of the path at the time of the request, whatever the path means later.</summary>
    [TestCase("", "/one\n")]
    [TestCase("open_log_file_cache max=1 min_uses=2;", "/one\n")]
    [TestCase("open_log_file_cache max=1;", "/one\n/two\n/three\n")]
    public void PathWithVariables_FolderIsGone_OnlyAnOpenFileTakesTheLine(string cache, string lines)
    {
        using var prefix = new ServerPrefix();
        using var server = ServerUnderTest.Start(Conf($"access_log logs/$arg_d/a.log a; {cache}"), prefix);
        Directory.CreateDirectory(prefix.PathOf("logs/d"));
        GetToEnd(server, "/one?d=d");
        Directory.Move(prefix.PathOf("logs/d"), prefix.PathOf("logs/e"));
        GetToEnd(server, "/two?d=d");
        GetToEnd(server, "/other?d=none");
        GetToEnd(server, "/three?d=d");
        Directory.Move(prefix.PathOf("logs/e"), prefix.PathOf("logs/d"));

        Assert.That(File.ReadAllText(prefix.PathOf("logs/d/a.log")), Is.EqualTo(lines));
    }

    [Test]
    public void Line_Alone_IsWrittenBeforeTheConnectionEnds()
    {
        using var server = ServerUnderTest.Start(Conf("access_log logs/access.log a;"));
        GetToEnd(server, "/one");
        Assert.That(server.AccessLog.Lines, Is.EqualTo(new[] { "/one" }));
    }

    [Test]
    public void DefaultLog_NoDirective_IsLogsAccessLogInTheCombinedFormat()
    {
        using var server = ServerUnderTest.Start("http { server { listen {port}; location / { return 200; } } }");

        server.Get("/x");

        Assert.That(server.AccessLog.WaitForLine("/x"), Does.Match(
            @"^127\.0\.0\.1 - - \[\d\d/[A-Z][a-z][a-z]/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] ""GET /x HTTP/1\.1"" 200 0 ""-"" ""-""$"));
    }

    private static void GetToEnd(ServerUnderTest server, string target)
    {
        using var client = server.Connect();
        client.Send($"GET {target} HTTP/1.0\r\n\r\n");
        client.ReadToEnd();
    }

    private static string Conf(string directives) => $$"""
        http {
            log_format a $uri;
            {{directives}}
            server { listen {port}; location / { return 200; } }
        }
        """;
}
