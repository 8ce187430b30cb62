using Engine.Core.Buffers;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Tests.Parsing;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class CacheControlTests
{
    [TestCase("", null)]
    [TestCase("public", null)]
    [TestCase("s-maxage=5", null)]
    [TestCase("max-age = 5", null)]
    [TestCase("max-age=5", 5)]
    [TestCase("public,MAX-AGE=5", 5)]
    [TestCase("public; max-age=5;x", 5)]
    [TestCase("max-age=5\tx", 5)]
    [TestCase("max-age=3, max-age=5", 3)]
    [TestCase("max-age=0", 0)]
    [TestCase("max-age=", -1)]
    [TestCase("max-age=-1", -1)]
    [TestCase("max-age=5x", -1)]
    [TestCase("max-age=\"5\"", -1)]
    [TestCase("max-age=99999999999999999999", long.MaxValue / 16)]
    public void TryFind_Name_SecondsBehindIt(string text, long? expected)
    {
        var isFound = CacheControl.TryFind(ByteString.From(text).Span, "max-age="u8, out var seconds);
        Assert.That(isFound ? seconds : (long?)null, Is.EqualTo(expected));
    }

    [TestCase("no-store", true)]
    [TestCase("x, No-Store", true)]
    [TestCase("no-stor", false)]
    [TestCase("", false)]
    public void Has_Word_InAnyCaseAndPlace(string value, bool expected)
    {
        var fields = new FieldList();
        fields.Add(ByteString.From("Pragma"), ByteString.From("no-store"));
        fields.Add(ByteString.From("Cache-Control"), ByteString.From(value));
        Assert.That(CacheControl.Has(fields, KnownField.CacheControl, "no-store"u8), Is.EqualTo(expected));
    }
}
