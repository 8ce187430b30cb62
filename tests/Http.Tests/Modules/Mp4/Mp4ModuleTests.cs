using System.Text;
using Engine.Testing;

namespace Engine.Http.Tests.Modules.Mp4;

/// <summary>Parts of videos over HTTP.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class Mp4ModuleTests
{
    /// <summary>Two seconds: ten samples of as many letters.</summary>
    private static readonly Track Letters = new(10, [.. Enumerable.Range(0, 10).Select(static i => new Sample(new string((char)('a' + i), 5), 2, 0, i % 5 == 0))], [3]);

    private ServerPrefix prefix = null!;
    private ServerUnderTest server = null!;

    [OneTimeSetUp]
    public void StartServer()
    {
        prefix = new ServerPrefix();
        prefix.WriteFile("html/front.mp4", Video.Make([Letters], movieFirst: true));
        prefix.WriteFile("html/back.mp4", Video.Make([Letters], movieFirst: false));
        prefix.WriteLatin1File("html/text.mp4", "no video at all");
        server = ServerUnderTest.Start(
            """
            http {
                types { video/mp4 mp4; }
                server {
                    listen {port};
                    location / { mp4; }
                    location /key/ { mp4; mp4_start_key_frame on; alias html/; }
                    location /small/ { mp4; mp4_buffer_size 1k; mp4_max_buffer_size 100; alias html/; }
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

    [TestCase("/front.mp4")]
    [TestCase("/front.mp4?start=0")]
    [TestCase("/front.mp4?start=-1")]
    [TestCase("/front.mp4?start=one")]
    [TestCase("/front.mp4?begin=1")]
    [TestCase("/back.mp4")]
    public void Get_NoPartAsked_IsTheFile(string uri)
    {
        var response = server.Get(uri);

        Assert.That((response.Status, response.Header("Content-Type")), Is.EqualTo((200, "video/mp4")));
        Assert.That(Encoding.Latin1.GetBytes(response.Body), Is.EqualTo(File.ReadAllBytes(prefix.PathOf("html" + uri.Split('?')[0]))));
    }

    [TestCase("start=1", "fghij")]
    [TestCase("start=0.9999", "efghij")]
    [TestCase("start=1.2&end=1.6", "gh")]
    [TestCase("end=0.4", "ab")]
    [TestCase("start=1&end=0.5", "fghij")]
    [TestCase("start=1&end=9", "fghij")]
    public void Get_Part_HasItsSamples(string arguments, string letters)
    {
        foreach (var name in new[] { "/front.mp4?", "/back.mp4?" })
        {
            var response = server.Get(name + arguments);

            Assert.That(LettersOf(response.Body), Is.EqualTo(letters), name);
            Assert.That(response.Header("Content-Length"), Is.EqualTo(response.Body.Length.ToString()));
        }
    }

    [TestCase("one.mp4", "start=1", true, 200)]
    [TestCase("two.mp4", "start=0", true, 200)]
    [TestCase("three.mp4", "", true, 200)]
    [TestCase("four.mp4", "start=1", false, 500)]
    public void Get_Answered_TheFileIsClosed(string name, string arguments, bool isVideo, int status)
    {
        prefix.WriteFile("html/" + name, isVideo ? Video.Make([Letters], movieFirst: false) : "no video"u8.ToArray());
        using var connection = server.Connect();

        Assert.That(connection.Get($"/{name}?{arguments}", "Connection: close").Status, Is.EqualTo(status));

        // The connection ends behind the request.
        connection.ExpectClosed();
        Assert.That(server.OpenFiles, Has.None.EqualTo(prefix.PathOf("html/" + name)));
    }

    [Test]
    public void Get_MetadataBehindTheMedia_StartZeroBringsThemToTheFront() =>
        Assert.That(new VideoReader(Encoding.Latin1.GetBytes(server.Get("/back.mp4?start=0").Body)).TopLevel, Is.EqualTo(new[] { "ftyp", "moov", "mdat" }));

    [Test]
    public void Get_StartAtKeyFrame_BeginsThere() => Assert.That(LettersOf(server.Get("/key/front.mp4?start=1.5").Body), Is.EqualTo("fghij"));

    [Test]
    public void Head_Part_HasTheLengthOfThePart()
    {
        using var connection = server.Connect();
        connection.Send("HEAD /front.mp4?start=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        Assert.That(connection.ReadResponse("HEAD").Header("Content-Length"), Is.EqualTo(server.Get("/front.mp4?start=1").Body.Length.ToString()));
    }

    [TestCase("bytes=0-9")]
    [TestCase("bytes=-10")]
    [TestCase("bytes=100-")]
    [TestCase("bytes=30-1000")]
    public void Get_RangeOfAPart_IsThatOfTheWholePart(string range)
    {
        var whole = server.Get("/front.mp4?start=1").Body;

        var response = server.Get("/front.mp4?start=1", $"Range: {range}");

        var (from, to) = range.Split('=')[1].Split('-') is ["", var last] ? (whole.Length - int.Parse(last), whole.Length - 1) : Bounds(range, whole.Length);
        Assert.That((response.Status, response.Header("Content-Range")), Is.EqualTo((206, $"bytes {from}-{to}/{whole.Length}")));
        Assert.That(response.Body, Is.EqualTo(whole[from..(to + 1)]));
    }

    [TestCase("/front.mp4?start=2", "has nothing to play from there on")]
    [TestCase("/text.mp4?start=1", "has a broken box at 0")]
    [TestCase("/small/front.mp4?start=1", "you may want to increase mp4_max_buffer_size")]
    public void Get_NoSuchPart_Is500(string uri, string message)
    {
        Assert.That(server.Get(uri).Status, Is.EqualTo(500));
        Assert.That(server.ErrorLog.Text, Does.Contain(message));
    }

    [Test]
    public void Post_Video_IsNotAllowed()
    {
        using var connection = server.Connect();
        connection.Send("POST /front.mp4 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        Assert.That(connection.ReadResponse("POST").Status, Is.EqualTo(405));
    }

    [Test]
    public void Get_NoSuchFile_Is404() => Assert.That(server.Get("/none.mp4?start=1").Status, Is.EqualTo(404));

    private static (int From, int To) Bounds(string range, int length)
    {
        var ends = range.Split('=')[1].Split('-');
        return (int.Parse(ends[0]), Math.Min(length - 1, ends[1].Length == 0 ? length - 1 : int.Parse(ends[1])));
    }

    private static string LettersOf(string body) =>
        string.Concat(new VideoReader(Encoding.Latin1.GetBytes(body)).Tracks().Single().Samples.Select(static sample => sample.Data[0]));
}
