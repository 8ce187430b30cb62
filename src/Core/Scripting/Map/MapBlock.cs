using Engine.Core.Buffers;
using Engine.Core.Conf;
using Engine.Core.Text;

namespace Engine.Core.Scripting.Map;

/// <summary><c>map string $variable { … }</c></summary>
public static class MapBlock
{
    private const string NoHash = "checked only: the tables grow as needed";

    /// <summary>The directives of a block (<c>http</c>, <c>stream</c>) that may have maps.</summary>
    public static IEnumerable<Directive> Rows<TConf>(ConfContext context, IConfSlot<TConf> slot) where TConf : MapHashSettings =>
    [
        new Directive("map", context, 2, 2, Read) { Form = DirectiveForm.Block },
        Take.Number("map_hash_max_size", context, slot, static c => ref c.MaxSize, "2048", NoHash),
        Take.Number("map_hash_bucket_size", context, slot, static c => ref c.BucketSize, "32|64|128", NoHash),
    ];

    private static void Read(DirectiveUse use)
    {
        var source = ComplexValue.Compile(use[0], use);
        var name = VariableTable.NameIn(use[1], use);
        var lines = new MapLines(use);
        use.ParseLines(lines.Read);
        var map = new MapVariable(source, lines);
        var variable = new Variable<ScriptContext>(name, map.Find) { IsCacheable = !lines.IsVolatile, IsChangeable = true };
        VariableTable.Of(use).Define(variable, use);
    }
}

/// <summary>How large nginx may make the tables.</summary>
public class MapHashSettings
{
    public Setting<long> MaxSize;
    public Setting<long> BucketSize;
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
