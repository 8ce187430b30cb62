using Engine.Testing;

namespace Engine.Host.Tests.Documents;

/// <summary>The reference tables in docs/ say what the server has.</summary>
[TestFixture]
[Parallelizable(ParallelScope.All)]
public sealed class DocumentTests
{
    private const string WriteSwitch = "ENGINE_WRITE_DOCS";

    [Test]
    public void Directives_Document_IsThatOfTheTables() => Check("directives.md", DirectivesDocument.Text());

    [Test]
    public void Variables_Document_IsThatOfTheTables() => Check("variables.md", VariablesDocument.Text());

    [Test]
    public void Directives_Row_ExistsForEachRegistration()
    {
        var table = new Core.Conf.DirectiveTable();
        foreach (var module in BuiltinModules.All)
            module.Register(table);
        var registered = table.All.Select(static directive => (directive.Name, directive.Contexts));

        var rows = DirectivesDocument.Rows().Select(static row => (row.Directive.Name, row.Directive.Contexts)).ToList();

        Assert.That(rows.Where(static row => row.Name != "include"), Is.EquivalentTo(registered));
    }

    /// <summary>With two rows of a name in one context the second would never be reached.</summary>
    [Test]
    public void Directives_OneContext_HasOneRowOfAName()
    {
        foreach (var rows in DirectivesDocument.Rows().Select(static row => row.Directive).GroupBy(static row => row.Name))
        {
            var together = rows.Aggregate(default(Core.Conf.ConfContext), static (all, row) => all | row.Contexts);
            Assert.That(rows.Sum(static row => (long)row.Contexts), Is.EqualTo((long)together), rows.Key);
        }
    }

    private static void Check(string file, string text)
    {
        var path = SourceTree.PathOf("docs", file);
        if (Environment.GetEnvironmentVariable(WriteSwitch) is { Length: > 0 })
            File.WriteAllText(path, text);
        Assert.That(
            File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "",
            Is.EqualTo(text),
            $"docs/{file} is not what the tables say; write it anew: {WriteSwitch}=1 dotnet test tests/Host.Tests --filter Documents");
    }
}
