using System.Text;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Stream.Conf;

namespace Engine.Host.Tests.Documents;

/// <summary>docs/variables.md: every variable that a module has without a directive that makes it.</summary>
internal static class VariablesDocument
{
    private const string Head = """
        # Variables

        Every variable of HTTP requests and stream sessions ("stream" before the module) that needs no directive to exist; this file is
        written from the modules' tables. A name that ends in "*" is a family: what follows the prefix chooses the value. "kept" is computed
        once per request or session, "each use" every time; "settable" may be written by `set` and `ngx.var`. `set`, `map`, `geo`,
        `split_clients` and their kind define further ones.

        | Variable | Module | Value | |
        | --- | --- | --- | --- |

        """;

    public static IReadOnlyList<(string Name, string Row)> Rows() =>
        [.. BuiltinHttpModules.Modules.SelectMany(HttpRows).Concat(BuiltinStreamModules.Modules.SelectMany(StreamRows)).OrderBy(static row => row.Name, StringComparer.Ordinal)];

    public static string Text()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var (_, row) in Rows())
            text.Append(row);
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Row)> HttpRows(HttpModule module)
    {
        var table = new HttpModuleTable(new DirectiveTable(), BuiltinHttpModules.Filters);
        module.Register(table);
        return RowsOf(module.Name, table.Variables.Values, table.VariablePrefixes);
    }

    private static IEnumerable<(string Name, string Row)> StreamRows(StreamModule module)
    {
        var table = new StreamModuleTable(new DirectiveTable());
        module.Register(table);
        return RowsOf("stream " + module.Name, table.Variables.Values, table.VariablePrefixes);
    }

    private static IEnumerable<(string Name, string Row)> RowsOf(string module, IEnumerable<Variable> variables, IEnumerable<VariablePrefix> families)
    {
        foreach (var variable in variables)
            yield return (variable.Name, Row(variable.Name, module, variable.IsCacheable, variable.IsChangeable || variable.TakesValues));
        foreach (var family in families)
            yield return (family.Prefix, Row(family.Prefix + "*", module, family.IsCacheable, isSettable: false));
    }

    private static string Row(string name, string module, bool isCacheable, bool isSettable) =>
        $"| `${name}` | {module} | {(isCacheable ? "kept" : "each use")} | {(isSettable ? "settable" : "")} |\n";
}
