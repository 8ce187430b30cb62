using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Core.Text;
using Engine.Http.Conf;
using Engine.Http.Requests;

namespace Engine.Http.Modules.Map;

/// <summary><c>map string $variable { … }</c></summary>
internal static class MapBlock
{
    public static void Read(DirectiveUse use, MapConf conf)
    {
        var source = ComplexValue.Compile(use[0], use);
        if (!use[1].StartsWith('$') || use[1].Length == 1)
            throw use.Error($"invalid variable name \"{use[1]}\"");
        var lines = new MapLines(use);
        use.ParseLines(lines.Read);
        var map = new Map(source, lines);
        var variable = new Variable<HttpRequest>(use[1][1..].ToLowerInvariant(), map.Find) { IsCacheable = !lines.IsVolatile, IsChangeable = true };
        HttpScope.Of(use).Configuration.Variables.Define(variable, use);
    }
}

/// <summary>What the lines of a map say.</summary>
internal sealed class MapLines(DirectiveUse use)
{
    public WildcardNames<ComplexValue> Names { get; } = new();

    public List<(CapturingRegex Pattern, ComplexValue Value)> Patterns { get; } = [];

    public ComplexValue? Default { get; private set; }

    public bool HasHostnames { get; private set; }

    public bool IsVolatile { get; private set; }

    public void Read(IReadOnlyList<ConfWord> words)
    {
        switch (words)
        {
            case [{ Text: "hostnames" }]:
                HasHostnames = true;
                break;
            case [{ Text: "volatile" }]:
                IsVolatile = true;
                break;
            case [{ Text: "default" }, var value]:
                if (Default is not null)
                    throw use.Error("duplicate default map parameter");
                Default = ComplexValue.Compile(value.Text, use);
                break;
            case [var key, var value]:
                Add(key.Text, ComplexValue.Compile(value.Text, use));
                break;
            default:
                throw use.Error("invalid number of the map parameters");
        }
    }

    private void Add(string key, ComplexValue value)
    {
        if (key.StartsWith('~'))
        {
            var ignoreCase = key.StartsWith("~*", StringComparison.Ordinal);
            Patterns.Add((CapturingRegex.Compile(ByteString.From(key[(ignoreCase ? 2 : 1)..]), ignoreCase, use), value));
            return;
        }

        // A backslash takes the meaning of the word behind it away: "\default", "\~".
        if (key.StartsWith('\\'))
            key = key[1..];
        switch (HasHostnames ? Names.Add(key, value) : Names.AddExact(key, value))
        {
            case NameAdded.Invalid:
                throw use.Error($"invalid hostname or wildcard \"{key}\"");
            case NameAdded.Conflicting:
                throw use.Error($"conflicting parameter \"{key}\"");
        }
    }
}
