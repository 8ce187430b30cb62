using Engine.Core.Conf;

namespace Engine.Core.Tests.Conf;

/// <summary>Rows that are made when they are needed.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class DirectiveTableTests
{
    private readonly DirectiveTable table = new();
    private int made;

    [SetUp]
    public void AddRows()
    {
        table.Add(Row("early"));
        table.AddLater(() =>
        {
            made++;
            table.Add(Row("late"));
        });
    }

    [Test]
    public void Find_OfARowThatIsThere_MakesNoOthers()
    {
        var rows = table.Find("early");

        Assert.That((rows.Count, made), Is.EqualTo((1, 0)));
    }

    [TestCase("late", 1)]
    [TestCase("none", 0)]
    public void Find_OfANameThatIsNot_MakesThemOnce(string name, int expected)
    {
        table.Find(name);

        Assert.That((table.Find(name).Count, made), Is.EqualTo((expected, 1)));
    }

    [Test]
    public void All_AndNearest_KnowThem() =>
        Assert.That((table.All.Count(), table.Nearest("latte")), Is.EqualTo((2, "late")));

    private static Directive Row(string name) => new(name, ConfContext.Main, 0, 0, static _ => { });
}
