using Engine.Core.Buffers;
using Engine.Http.Modules.Core;

namespace Engine.Http.Tests.Modules;

public sealed class TypesTableTests
{
    [TestCase("html", true)]
    [TestCase("HTML", true)]
    [TestCase("htm", false)]
    [TestCase("html\u00e9", false)]
    public void TryFind_Extension_IsTheWholeOfItInAnyCase(string extension, bool isKnown)
    {
        var table = new TypesTable();
        table.Add("html", ByteString.From("text/html"));

        Assert.That(table.TryFind(ByteString.From(extension).Span, out _), Is.EqualTo(isKnown));
    }
}
