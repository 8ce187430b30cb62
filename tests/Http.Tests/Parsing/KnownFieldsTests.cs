using System.Text;
using Engine.Http.Parsing;

namespace Engine.Http.Tests.Parsing;

public sealed class KnownFieldsTests
{
    private static IEnumerable<KnownField> All => Enum.GetValues<KnownField>().Where(static known => known != KnownField.None);

    [TestCaseSource(nameof(All))]
    public void Find_AnyCase_IsTheField(KnownField field)
    {
        var name = Encoding.ASCII.GetString(field.Name());

        Assert.That(name.Replace("-", ""), Is.EqualTo(field.ToString()), "the table is in the order of the enum");
        Assert.That(KnownFields.Find(Encoding.ASCII.GetBytes(name)), Is.EqualTo(field));
        Assert.That(KnownFields.Find(Encoding.ASCII.GetBytes(name.ToUpperInvariant())), Is.EqualTo(field));
        Assert.That(KnownFields.Find(Encoding.ASCII.GetBytes(name.ToLowerInvariant())), Is.EqualTo(field));
    }

    [TestCase("")]
    [TestCase("Hos")]
    [TestCase("Hosts")]
    [TestCase("Content_Length")]
    [TestCase("Content-Lengtg")]
    [TestCase("X-Unknown")]
    [TestCase("Content\rLength")]
    [TestCase("HTTP\x12-Settings")]
    [TestCase("Content-Disp0sition")]
    [TestCase("If-Unmodified_Since")]
    [TestCase("A")]
    public void Find_OtherName_IsNone(string name)
    {
        Assert.That(KnownFields.Find(Encoding.ASCII.GetBytes(name)), Is.EqualTo(KnownField.None));
    }

    [Test]
    public void Count_IsTheNumberOfNumbers()
    {
        Assert.That(Enum.GetValues<KnownField>(), Has.Length.EqualTo(KnownFields.Count));
    }
}
