using System.Text;
using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Host.Tests.Documents;

/// <summary>docs/variables.md: every variable that a module has without a directive that makes it.</summary>
internal static class VariablesDocument
{
    private const string Head = """
        # Variables

        Every variable of HTTP requests that needs no directive to exist; this file is written from the modules' tables. A name that ends in
        "*" is a family: what follows the prefix chooses the value. "kept" is computed once per request, "each use" every time;
        "settable" may be written by `set` and `ngx.var`. `set`, `map`, `geo`, `split_clients` and their kind define further ones.

        | Variable | Module | Value | |
        | --- | --- | --- | --- |

        """;

    public static IReadOnlyList<(string Name, string Row)> Rows() =>
        [.. BuiltinHttpModules.Modules.SelectMany(RowsOf).OrderBy(static row => row.Name, StringComparer.Ordinal)];

    public static string Text()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (_, row) in Rows())
            text.Append(row);
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Row)> RowsOf(HttpModule module)
    {
        var table = new HttpModuleTable(new DirectiveTable(), BuiltinHttpModules.Filters);
        module.Register(table);
        foreach (var variable in table.Variables.Values)
            yield return (variable.Name, Row(variable.Name, module, variable.IsCacheable, variable.IsChangeable || variable.TakesValues));
        foreach (var family in table.VariablePrefixes)
            yield return (family.Prefix, Row(family.Prefix + "*", module, family.IsCacheable, isSettable: false));
    }

    private static string Row(string name, HttpModule module, bool isCacheable, bool isSettable) =>
        $"| `${name}` | {module.Name} | {(isCacheable ? "kept" : "each use")} | {(isSettable ? "settable" : "")} |\n";
}
