using System.IO.Compression;
using System.Text;
using Engine.Testing;

namespace Engine.Conformance;

/// <summary>What compressed bytes unpack to, which .t blocks can't show.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class CompressionTests
{
    private static readonly byte[] Text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(static number => $"{number}\n")));

    [TestCase("")]
    [TestCase("gzip_comp_level 9; gzip_buffers 2 1k;")]
    [TestCase("gzip_no_buffer on; output_buffers 1 512;")]
    [TestCase("gzip_window 512; gzip_hash 512;")]
    public void Gzip_File_UnpacksToTheFile(string settings)
    {
        using var prefix = new ServerPrefix().WriteFile("html/a.txt", Text);
        using var server = ServerUnderTest.Start(Conf("gzip on; gzip_types *;" + settings), prefix);

        var response = server.Get("/a.txt", "Accept-Encoding: gzip");

        Assert.That(response.Header("Content-Encoding"), Is.EqualTo("gzip"));
        Assert.That(Unpack(response.Content), Is.EqualTo(Text));
    }

    /// <summary>Level 1 is nginx's default: what it makes is what most sites send.</summary>
    [Test]
    public void Gzip_LevelOne_IsHardlyLargerThanLevelNine()
    {
        using var prefix = new ServerPrefix().WriteFile("html/a.txt", Encoding.ASCII.GetBytes(Prose(9000)));
        using var server = ServerUnderTest.Start(
            Conf("gzip on; gzip_types *; location /1/ { alias html/; gzip_comp_level 1; } location /9/ { alias html/; gzip_comp_level 9; }"), prefix);

        var fast = server.Get("/1/a.txt", "Accept-Encoding: gzip").Content.Length;
        var small = server.Get("/9/a.txt", "Accept-Encoding: gzip").Content.Length;

        Assert.That(fast, Is.LessThan(small * 1.1));
    }

    [TestCase("")]
    [TestCase("brotli_comp_level 11; brotli_window 1k; brotli_buffers 2 1k;")]
    [TestCase("brotli_comp_level 0; output_buffers 1 512;")]
    public void Brotli_File_UnpacksToTheFile(string settings)
    {
        if (ServerBinary.UnderTest.IsNginx)
            Assert.Ignore("goes beyond nginx");
        using var prefix = new ServerPrefix().WriteFile("html/a.txt", Text);
        using var server = ServerUnderTest.Start(Conf("brotli on; brotli_types *;" + settings), prefix);

        var response = server.Get("/a.txt", "Accept-Encoding: br");

        Assert.That(response.Header("Content-Encoding"), Is.EqualTo("br"));
        var unpacked = new MemoryStream();
        new BrotliStream(new MemoryStream(response.Content), CompressionMode.Decompress).CopyTo(unpacked);
        Assert.That(unpacked.ToArray(), Is.EqualTo(Text));
    }

    [TestCase("")]
    [TestCase("gunzip_buffers 2 16; output_buffers 1 7;")]
    public void Gunzip_SeveralStreamsInAFile_UnpacksThemAll(string settings)
    {
        using var prefix = new ServerPrefix().WriteFile("html/a.txt.gz", [.. Pack(Text), .. Pack("end"u8.ToArray())]);
        using var server = ServerUnderTest.Start(Conf("gzip_static always; gunzip on;" + settings), prefix);

        var response = server.Get("/a.txt");

        Assert.That(response.Headers("Content-Encoding"), Is.Empty);
        Assert.That(response.Body, Is.EqualTo(Encoding.ASCII.GetString(Text) + "end"));
    }

    [Test]
    public void Gunzip_ClientThatTakesGzip_GetsTheFileAsItIs()
    {
        var packed = Pack(Text);
        using var prefix = new ServerPrefix().WriteFile("html/a.txt.gz", packed);
        using var server = ServerUnderTest.Start(Conf("gzip_static always; gunzip on;"), prefix);

        var response = server.Get("/a.txt", "Accept-Encoding: gzip");

        Assert.That(response.Header("Content-Length"), Is.EqualTo($"{packed.Length}"));
        Assert.That(Unpack(response.Content), Is.EqualTo(Text));
    }

    [Test]
    public void Gunzip_TruncatedFile_EndsTheConnectionAndIsLogged()
    {
        using var prefix = new ServerPrefix().WriteFile("html/a.txt.gz", Pack(Text)[..^20]);
        using var server = ServerUnderTest.Start(Conf("gzip_static always; gunzip on;"), prefix);

        Assert.That(() => server.Get("/a.txt"), Throws.InstanceOf<IOException>());

        server.Quit();
        Assert.That(server.ErrorLog.Text, Does.Contain("inflate() returned -5 on response end"));
    }

    /// <summary>Words of which some are used more often than others.</summary>
    private static string Prose(int count)
    {
        var random = new Random(1);
        var words = Enumerable.Range(0, 400).Select(_ => new string([.. Enumerable.Range(0, random.Next(2, 10)).Select(_ => (char)random.Next('a', 'z' + 1))])).ToArray();
        return string.Join(' ', Enumerable.Range(0, count).Select(_ => words[Math.Min(random.Next(400), random.Next(400))]));
    }

    private static string Conf(string settings) => "http { server { listen {port}; root html; " + settings + " } }";

    private static byte[] Pack(byte[] bytes)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Unpack(byte[] content)
    {
        var unpacked = new MemoryStream();
        new GZipStream(new MemoryStream(content), CompressionMode.Decompress).CopyTo(unpacked);
        return unpacked.ToArray();
    }
}
