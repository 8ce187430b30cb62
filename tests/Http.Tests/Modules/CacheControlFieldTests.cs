using Engine.Core.Buffers;
using Engine.Http.Modules.Srcache;
using Engine.Http.Parsing;
using Engine.Http.Requests;

namespace Engine.Http.Tests.Modules;

[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class CacheControlFieldTests
{
    [TestCase("", -1)]
    [TestCase("public", -1)]
    [TestCase("s-maxage=5", -1)]
    [TestCase("max-age = 5", -1)]
    [TestCase("max-age=5", 5)]
    [TestCase("public,MAX-AGE=5", 5)]
    [TestCase("public; max-age=5;x", 5)]
    [TestCase("max-age=3, max-age=5", 3)]
    [TestCase("max-age=0", 0)]
    [TestCase("max-age=", 0)]
    [TestCase("max-age=-1", 0)]
    [TestCase("max-age=5x", 0)]
    [TestCase("max-age=\"5\"", 0)]
    [TestCase("max-age=99999999999999999999", 0)]
    public void MaxAge_OfOneLine_Seconds(string value, long seconds) =>
        Assert.That(CacheControlField.MaxAge(ByteString.From(value).Span), Is.EqualTo(seconds));

    [Test]
    public void MaxAge_OfSeveralLines_TheFirstThatHasOne()
    {
        var fields = new FieldList();
        fields.Add(ByteString.From("Cache-Control"), ByteString.From("public"));
        fields.Add(ByteString.From("cache-control"), ByteString.From("max-age=7"));
        fields.Add(ByteString.From("Cache-Control"), ByteString.From("max-age=9"));
        Assert.That(CacheControlField.MaxAge(fields), Is.EqualTo(7));
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
        Assert.That(CacheControlField.Has(fields, KnownField.CacheControl, "no-store"u8), Is.EqualTo(expected));
    }
}
