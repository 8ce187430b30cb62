using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Geo;

/// <summary><c>geo [$address] $variable { … }</c></summary>
internal static class GeoBlock
{
    public static void Read(DirectiveUse use)
    {
        var variables = HttpScope.Of(use).Configuration.Variables;
        foreach (var word in use.Arguments)
        {
            if (!word.StartsWith('$') || word.Length == 1)
                throw use.Error($"invalid variable name \"{word}\"");
        }

        var source = use.Count == 2 ? variables.Resolve(use[0][1..]) : null;
        var lines = new GeoLines(use);
        use.ParseLines(lines.Read);
        var geo = new Geo(source, lines);
        var name = use[use.Count - 1][1..].ToLowerInvariant();
        variables.Define(new Variable<HttpRequest>(name, geo.Find) { IsCacheable = !lines.IsVolatile, IsChangeable = true }, use);
    }
}
