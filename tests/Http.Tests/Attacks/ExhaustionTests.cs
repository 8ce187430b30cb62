using System.Globalization;
using System.IO.Compression;
using Engine.Testing;

namespace Engine.Http.Tests.Attacks;

/// <summary>Connections, descriptors, disk and memory run out: what cannot be served ends, and the server goes on.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
internal sealed class ExhaustionTests
{
    /// <summary>Every slot is taken by a client that says nothing: their timeouts still run, and then there is room.</summary>
    [Test]
    public void WorkerConnections_AllTaken_TimersRunAndMakeRoom()
    {
        using var server = ServerUnderTest.Start("""
            events { worker_connections 12; }
            http { client_header_timeout 500ms; server { listen {port}; location / { return 200 "served"; } } }
            """);
        server.AllowAlerts = true;
        var silent = Enumerable.Range(0, 20).Select(_ => server.Connect().Send("GET / HTTP/1.1\r\n")).ToArray();

        foreach (var connection in silent)
            Assert.That(connection.ReadToEnd(), Is.Empty);

        Assert.That(SafetyTimeout.WaitUntil(() => IsServed(server)), Is.True);
        Array.ForEach(silent, static connection => connection.Dispose());
    }

    /// <summary>Idle connections make room for new ones.</summary>
    [Test]
    public void WorkerConnections_TakenByIdleOnes_TheOldestAreClosed()
    {
        using var server = ServerUnderTest.Start("""
            events { worker_connections 12; }
            http { keepalive_timeout 1h; server { listen {port}; location / { return 200 "served"; } } }
            """);
        server.AllowAlerts = true;
        var idle = new List<RawConnection>();
        for (var i = 0; i < 40; i++)
        {
            idle.Add(server.Connect());
            Assert.That(idle[^1].Get("/").Body, Is.EqualTo("served"), $"connection {i}");
        }

        idle.ForEach(static connection => connection.Dispose());
    }

    [Test]
    public void Descriptors_AllTaken_AcceptingPausesAndGoesOn()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("needs /proc");
        const string conf = "events { worker_connections 500; } http { server { listen {port}; location / { } } }";
        using var prefix = new ServerPrefix().WriteFile("html/file", "served");
        using var server = ServerUnderTest.Start(conf, prefix);
        server.AllowAlerts = true;
        // How many the process has of its own depends on how it was built; some it opens when it does something for the first time.
        Assert.That(IsServed(server, "/file"), Is.True);
        server.Connect().Send("GET /file HTTP/1.1\r\n").Dispose();
        server.ErrorLog.WaitForLine("client prematurely closed connection");
        var own = Directory.GetFiles(string.Create(CultureInfo.InvariantCulture, $"/proc/{server.ProcessId}/fd")).Length;
        server.Reload($"worker_rlimit_nofile {own + 40}; {conf}");
        server.ErrorLog.WaitForLine(" is released");
        var connections = Enumerable.Range(0, 100).Select(_ => server.Connect().Send("GET /file HTTP/1.1\r\n")).ToArray();
        server.ErrorLog.WaitForLine("Too many open files");

        Array.ForEach(connections, static connection => connection.Dispose());

        Assert.That(SafetyTimeout.WaitUntil(() => IsServed(server, "/file")), Is.True);
    }

    [Test]
    public void AccessLog_DiskIsFull_RequestsAreServed()
    {
        if (!File.Exists("/dev/full"))
            Assert.Ignore("needs /dev/full");
        using var server = ServerUnderTest.Start("""http { access_log /dev/full; server { listen {port}; location / { return 200 "served"; } } }""");
        server.AllowAlerts = true;
        using var connection = server.Connect();

        for (var i = 0; i < 100; i++)
            Assert.That(connection.Get("/").Body, Is.EqualTo("served"));

        server.ErrorLog.WaitForLine("No space left on device");
    }

    [Test]
    public void TemporaryFiles_CannotBeMade_TheRequestFailsAlone()
    {
        using var server = ServerUnderTest.Start("""
            http {
                client_body_buffer_size 1k;
                client_body_temp_path {root}/temp;
                server { listen {port}; location / { proxy_pass http://127.0.0.1:{port2}; } }
                server { listen 127.0.0.1:{port2}; location / { return 200 "served"; } }
            }
            """);
        server.AllowAlerts = true;
        Assert.That(Post(server, 10_000), Is.EqualTo(200));

        Directory.Delete(server.Prefix.PathOf("temp"), recursive: true);

        Assert.That(Post(server, 10_000), Is.EqualTo(500));
        Assert.That(Post(server, 100), Is.EqualTo(200));
        server.ErrorLog.WaitForLine("No such file or directory");
    }

    /// <summary>Names that share everything but their ends: found as quickly as others, and counted.</summary>
    [Test]
    public void Fields_ThousandsOfNames_AreRefusedAboveMaxHeaders()
    {
        using var server = ServerUnderTest.Start("""
            http { client_header_buffer_size 64k; large_client_header_buffers 8 64k; server { listen {port}; location / { return 200 "$http_x_999"; } } }
            """);
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("has no max_headers");

        Assert.That(server.Get("/", [.. Fields(998)]).Status, Is.EqualTo(200));
        Assert.That(server.Get("/", [.. Fields(1200)]).Status, Is.EqualTo(400));

        static IEnumerable<string> Fields(int count) => Enumerable.Range(0, count).Select(static i => $"X-{i}: {i}");
    }

    [Test]
    public void Arguments_Thousands_AreSearchedOnce()
    {
        using var server = ServerUnderTest.Start("""
            http { large_client_header_buffers 4 64k; server { listen {port}; location / { return 200 "$arg_last $arg_none $arg_a1"; } } }
            """);
        var arguments = string.Join('&', Enumerable.Range(0, 5000).Select(static i => $"a{i}={i}"));

        Assert.That(server.Get($"/?{arguments}&last=yes").Body, Is.EqualTo("yes  1"));
    }

    /// <summary>An expression that would try more ways than there are atoms gives up, and says so.</summary>
    [Test]
    public void Regex_Backtracking_Ends()
    {
        using var server = ServerUnderTest.Start("""
            http {
                server {
                    listen {port};
                    location ~ "^/(a|aa|b)+c$" { return 200 "matched"; }
                    location / { return 200 "not matched"; }
                }
            }
            """);
        server.AllowAlerts = true;

        Assert.That(server.Get("/aabac").Body, Is.EqualTo("matched"));
        Assert.That(server.Get($"/{new string('a', 60)}c!").Body, Is.EqualTo("not matched"));
        server.ErrorLog.WaitForLine("pcre2_match() failed");
    }

    /// <summary>A part that includes itself: nested only so deep.</summary>
    [Test]
    public void Subrequests_InCircles_End()
    {
        using var prefix = new ServerPrefix().WriteFile("html/loop.html", "[<!--#include virtual=\"/loop.html\" -->]");
        using var server = ServerUnderTest.Start("http { server { listen {port}; location / { ssi on; ssi_types *; } } }", prefix);

        Assert.That(server.Get("/loop.html").Body, Does.StartWith("[[[").And.EndWith("]]]"));
        server.ErrorLog.WaitForLine("subrequests cycle");
    }

    /// <summary>A hundred megabytes of nothing in a hundred kilobytes: unpacked as it passes, never held.</summary>
    [Test]
    public void Gunzip_OfABomb_HoldsNoneOfIt()
    {
        const int size = 100_000_000;
        using var prefix = new ServerPrefix().WriteFile("html/bomb.gz", Bomb(size));
        using var server = ServerUnderTest.Start("http { server { listen {port}; location / { gzip_static always; gunzip on; } } }", prefix);
        using var connection = server.Connect();
        connection.SendLines("GET /bomb HTTP/1.1", "Host: localhost", "Connection: close");
        Assert.That(connection.ReadUntil("\r\n\r\n"), Does.Contain(" 200 "));

        // The reader pauses: what is unpacked has nowhere to go.
        var before = server.PeakMemoryBytes;
        Assert.That(connection.ReadBytesToEnd(), Has.Length.GreaterThan(size));
        Assert.That(server.PeakMemoryBytes - before, Is.LessThan(30_000_000));
    }

    /// <summary>Signals come faster than configurations can be loaded: the last one counts, and no request fails.</summary>
    [Test]
    public void Reloads_OneBehindTheOther_RequestsGoOn()
    {
        const int reloads = 40;
        using var server = ServerUnderTest.Start(Conf(0));
        using var connection = server.Connect();
        for (var i = 1; i <= reloads; i++)
        {
            server.Reload(Conf(i));
            Assert.That(connection.Get("/").Status, Is.EqualTo(200));
        }

        Assert.That(SafetyTimeout.WaitUntil(() => server.Get("/").Body == $"{reloads}"), Is.True);
        server.Quit();

        static string Conf(int generation) => $$"""
            http { keepalive_requests 100000; server { listen {port}; location / { return 200 "{{generation}}"; } } }
            """;
    }

    private static byte[] Bomb(int size)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1_000_000];
            for (var i = 0; i < size / zeros.Length; i++)
                gzip.Write(zeros);
        }

        return packed.ToArray();
    }

    private static int Post(ServerUnderTest server, int length)
    {
        using var connection = server.Connect();
        return connection.Send($"POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{new string('x', length)}").ReadResponse().Status;
    }

    private static bool IsServed(ServerUnderTest server, string target = "/")
    {
        try
        {
            return server.Get(target).Status == 200;
        }
        catch (Exception problem) when (problem is IOException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
