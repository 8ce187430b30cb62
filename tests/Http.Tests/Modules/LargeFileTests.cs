using Engine.Testing;

namespace Engine.Http.Tests.Modules;

/// <summary>A file of ten gigabytes, which takes no room on the disk: offsets beyond 32 bits, and no memory for it.</summary>
[TestFixture("sendfile on;")]
[TestFixture("sendfile on; sendfile_max_chunk 1m; tcp_nopush on;")]
[TestFixture("sendfile off;")]
[TestFixture("sendfile on; aio threads;")]
[TestFixture("sendfile on; aio threads; sendfile_max_chunk 64k; read_ahead 1m;")]
[TestFixture("sendfile on; directio 1g; output_buffers 3 100k;")]
[TestFixture("directio 1g; directio_alignment 4k; aio on; output_buffers 1 1k;")]
[Parallelizable(ParallelScope.All)]
internal sealed class LargeFileTests(string directives)
{
    private const long Length = 10L * 1024 * 1024 * 1024;
    private const long MarkAt = (9L * 1024 * 1024 * 1024) + 12345;
    private const int ReadLength = 256 * 1024 * 1024;
    private const long AllowedGrowthBytes = 16_000_000;

    private ServerPrefix prefix = null!;
    private ServerUnderTest server = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        prefix = new ServerPrefix();
        using (var file = File.OpenHandle(prefix.PathOf("html/large"), FileMode.Create, FileAccess.Write))
        {
            RandomAccess.SetLength(file, Length);
            RandomAccess.Write(file, "the mark"u8, MarkAt);
            RandomAccess.Write(file, "the end"u8, Length - 7);
        }

        server = ServerUnderTest.Start($$"""http { {{directives}} server { listen {port}; } }""", prefix);
    }

    [OneTimeTearDown]
    public void StopServer()
    {
        server.Dispose();
        prefix.Dispose();
    }

    [TestCase($"bytes=9663688761-9663688768", "bytes 9663688761-9663688768/10737418240", "the mark")]
    [TestCase("bytes=-7", "bytes 10737418233-10737418239/10737418240", "the end")]
    [TestCase("bytes=10737418239-", "bytes 10737418239-10737418239/10737418240", "d")]
    public void Range_BeyondFourGigabytes_IsTheRightPart(string range, string contentRange, string body)
    {
        var response = server.Get("/large", $"Range: {range}");

        Assert.That((response.Status, response.Header("Content-Range"), response.Body), Is.EqualTo((206, contentRange, body)));
    }

    [Test]
    public void Ranges_Several_AreTheRightParts()
    {
        var body = server.Get("/large", "Range: bytes=9663688765-9663688768,10737418237-").Body;

        Assert.That(body, Does.Contain("\r\n\r\nmark\r\n").And.Contain("Content-Range: bytes 9663688765-9663688768/10737418240\r\n").And.Contain("\r\n\r\nend\r\n"));
    }

    [Test]
    public void Range_BehindTheEnd_Is416() => Assert.That(server.Get("/large", "Range: bytes=10737418240-").Status, Is.EqualTo(416));

    [Test]
    public void Head_Length_IsThatOfTheFile()
    {
        using var connection = server.Connect();

        Assert.That(connection.Request("HEAD", "/large").ContentLength, Is.EqualTo(Length));
    }

    /// <summary>A client takes a quarter of a gigabyte, another nothing: neither makes the server larger.</summary>
    [Test]
    public void Get_Whole_NeedsNoMemoryForIt()
    {
        server.Get("/large", "Range: bytes=0-1000000");
        var before = server.PeakMemoryBytes;
        using var waiting = server.Connect();
        waiting.SendLines("GET /large HTTP/1.1", "Host: localhost");
        using var connection = server.Connect();
        connection.SendLines("GET /large HTTP/1.1", "Host: localhost");

        Assert.That(connection.ReadUntil("\r\n\r\n"), Does.Contain($"Content-Length: {Length}\r\n"));
        for (var read = 0; read < ReadLength; read += 1024 * 1024)
            Assert.That(connection.ReadExactly(1024 * 1024).AsSpan().ContainsAnyExcept((byte)0), Is.False);

        Assert.That(server.PeakMemoryBytes - before, Is.LessThan(AllowedGrowthBytes));
    }
}
