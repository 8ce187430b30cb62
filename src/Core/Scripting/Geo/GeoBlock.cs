using Engine.Core.Conf;

namespace Engine.Core.Scripting.Geo;

/// <summary><c>geo [$address] $variable { … }</c></summary>
public static class GeoBlock
{
    /// <summary>The directive in a block (<c>http</c>, <c>stream</c>) that may have it.</summary>
    /// <param name="read">Takes the lines.</param>
    /// <param name="make">The variable, of its source and its lines.</param>
    public static Directive Row<TLines>(ConfContext context, Func<DirectiveUse, TLines> read, Func<VariableSlot?, TLines, GeoVariable> make) where TLines : GeoLines =>
        new("geo", context, 1, 2, use => Read(use, read, make)) { Form = DirectiveForm.Block };

    private static void Read<TLines>(DirectiveUse use, Func<DirectiveUse, TLines> read, Func<VariableSlot?, TLines, GeoVariable> make) where TLines : GeoLines
    {
        var variables = VariableTable.Of(use);
        var first = VariableTable.NameIn(use[0], use);
        var name = VariableTable.NameIn(use[use.Count - 1], use);
        var source = use.Count == 2 ? variables.Resolve(first) : null;
        var lines = read(use);
        use.ParseLines(lines.Read);
        var geo = make(source, lines);
        variables.Define(new Variable<ScriptContext>(name, geo.Find) { IsCacheable = !lines.IsVolatile, IsChangeable = true }, use);
    }
}
