using System.Text;
using Engine.Core.Buffers;
using Engine.Http.Modules.Srcache;
using Engine.Http.Parsing;
using Engine.Http.Responses;

namespace Engine.Http.Tests.Modules;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class StoredResponseTests
{
    private const string Whole = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html; charset=utf-8\r\nx-a: 1\r\nX-A:2\r\n"
        + "Last-Modified: Thu, 10 May 2012 07:50:59 GMT\r\nX-SRCache-Allow-Ranges: 1\r\nContent-Length: 4\r\n\r\nbody";

    [Test]
    public void TryParse_Whole_StatusFieldsAndBody()
    {
        var bytes = ByteString.From(Whole);
        Assert.That(StoredResponse.TryParse(bytes.Span, 4096, out var stored), Is.EqualTo(StoredFault.None));
        var response = new ResponseHeaders();
        stored.CopyTo(response, bytes.Slice(0, stored.BodyStart));
        Assert.Multiple(() =>
        {
            Assert.That(response.Status, Is.EqualTo(404));
            Assert.That(response.StatusLine.IsEmpty, Is.True);
            Assert.That(response.ContentType.ToString(), Is.EqualTo("text/html; charset=utf-8"));
            Assert.That(response.LastModified, Is.EqualTo(1336636259));
            Assert.That(response.AllowsRanges, Is.True);
            Assert.That(response.Fields.Span.ToArray().Select(static field => $"{field.Name}={field.Value}"), Is.EqualTo(new[] { "x-a=1", "X-A=2" }));
            Assert.That(bytes.Slice(stored.BodyStart).ToString(), Is.EqualTo("body"));
        });
    }

    [Test]
    public void CopyTo_FieldsOfTheConnection_AreLeftOut()
    {
        var bytes = ByteString.From("HTTP/1.0 200 Fine\nTransfer-Encoding: chunked\nConnection: close\nKeep-Alive: 1\nLocation: /there\n\n");
        Assert.That(StoredResponse.TryParse(bytes.Span, 4096, out var stored), Is.EqualTo(StoredFault.None));
        var response = new ResponseHeaders();
        stored.CopyTo(response, bytes);
        Assert.Multiple(() =>
        {
            Assert.That(response.StatusLine.ToString(), Is.EqualTo("200 Fine"));
            Assert.That(response.Fields.Count, Is.EqualTo(1));
            Assert.That(response.Fields.Has(KnownField.Location), Is.True);
            Assert.That(response.KeepsLocation, Is.True);
        });
    }

    [Test]
    public void TryParse_AnyShorterHead_IsTruncated()
    {
        var bytes = Encoding.ASCII.GetBytes(Whole);
        for (var length = 0; length < bytes.Length - 4; length++)
            Assert.That(StoredResponse.TryParse(bytes.AsSpan(0, length), 4096, out _), Is.EqualTo(StoredFault.TruncatedHead), $"{length} bytes");
    }

    [TestCase("HTTP 200 OK\r\n\r\n", nameof(StoredFault.InvalidStatusLine))]
    [TestCase("HTTP/1.1 20 OK\r\n\r\n", nameof(StoredFault.InvalidStatusLine))]
    [TestCase("HTTP/1.1 199 Interim\r\n\r\n", nameof(StoredFault.InvalidStatusLine))]
    [TestCase("HTTP/1.1 200 OK\rX\r\n\r\n", nameof(StoredFault.InvalidStatusLine))]
    [TestCase("HTTP/1.1 200 OK\r\nX A: b\r\n\r\n", nameof(StoredFault.InvalidField))]
    [TestCase("HTTP/1.1 200 OK\r\n: b\r\n\r\n", nameof(StoredFault.InvalidField))]
    [TestCase("HTTP/1.1 200 OK\r\nX-A b\r\n\r\n", nameof(StoredFault.InvalidField))]
    [TestCase("HTTP/1.1 200 OK\r\nX-A: b\r\n folded\r\n\r\n", nameof(StoredFault.InvalidField))]
    [TestCase("HTTP/1.1 200 OK\r\nX-A: b\0c\r\n\r\n", nameof(StoredFault.InvalidField))]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n", nameof(StoredFault.WrongLength))]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nx", nameof(StoredFault.WrongLength))]
    [TestCase("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", nameof(StoredFault.WrongLength))]
    public void TryParse_Malformed_SaysWhatIsWrong(string text, string fault) =>
        Assert.That(StoredResponse.TryParse(Encoding.ASCII.GetBytes(text), 4096, out _).ToString(), Is.EqualTo(fault));

    [TestCase(17, nameof(StoredFault.LineTooLong))]
    [TestCase(18, nameof(StoredFault.None))]
    public void TryParse_LineOfEighteenBytes_NeedsThatMuchRoom(long limit, string fault) =>
        Assert.That(StoredResponse.TryParse("HTTP/1.1 200 OK\r\nX-Abc: 6789abcde\r\n\r\n"u8, limit, out _).ToString(), Is.EqualTo(fault));
}
