namespace Engine.Core.Conf;

/// <summary>How many words a directive takes, and what may follow them.</summary>
public enum DirectiveForm
{
    /// <summary>Ends with ";".</summary>
    Simple,

    /// <summary>Followed by a block of directives or of its own lines.</summary>
    Block,

    /// <summary>Followed by Lua source in braces.</summary>
    LuaBlock,
}

/// <summary>One directive: a row of its module's table.</summary>
public sealed class Directive
{
    public Directive(string name, ConfContext contexts, int minArgs, int maxArgs, Action<DirectiveUse> apply)
    {
        Name = name;
        Contexts = contexts;
        MinArgs = minArgs;
        MaxArgs = maxArgs;
        Apply = apply;
    }

    public string Name { get; }

    public ConfContext Contexts { get; }

    public int MinArgs { get; }

    public int MaxArgs { get; }

    public DirectiveForm Form { get; init; }

    /// <summary>The default as the documentation gives it.</summary>
    public string Default { get; init; } = "";

    /// <summary>Where behaviour differs from nginx, or why a value cannot matter here.</summary>
    public string Note { get; init; } = "";

    /// <summary>It is known, and stops the server with the reason.</summary>
    public bool IsRefused { get; init; }

    public Action<DirectiveUse> Apply { get; }
}

/// <summary>Every directive of every module. A name may have several rows, for different contexts.</summary>
public sealed class DirectiveTable
{
    private readonly Dictionary<string, List<Directive>> rows = new(StringComparer.Ordinal);
    private readonly List<Action> later = [];

    public IEnumerable<Directive> All => Completed().Values.SelectMany(static list => list);

    public void Add(Directive directive)
    {
        if (!rows.TryGetValue(directive.Name, out var list))
            rows.Add(directive.Name, list = []);
        list.Add(directive);
    }

    /// <summary>
    /// Rows of a block that few configurations have. They are made when its directive asks for them, and at the latest when a name is looked for
    /// that no row has: a block that is not there costs nothing.
    /// </summary>
    /// <param name="add">Makes them when it is first called.</param>
    public void AddLater(Action add) => later.Add(add);

    /// <summary>The rows of that name; empty when nobody has it.</summary>
    public IReadOnlyList<Directive> Find(string name) =>
        rows.GetValueOrDefault(name) ?? Completed().GetValueOrDefault(name) ?? (IReadOnlyList<Directive>)[];

    /// <summary>The known name with the fewest edits away from an unknown one, or null when none is near.</summary>
    public string? Nearest(string name)
    {
        var best = Completed().Keys.MinBy(candidate => Distance(name, candidate));
        return best is not null && Distance(name, best) <= Math.Max(1, name.Length / 3) ? best : null;
    }

    private Dictionary<string, List<Directive>> Completed()
    {
        later.ForEach(static add => add());
        later.Clear();
        return rows;
    }

    private static int Distance(string a, string b)
    {
        var previous = Enumerable.Range(0, b.Length + 1).ToArray();
        var current = new int[b.Length + 1];
        for (var i = 1; i <= a.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substitution = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            (previous, current) = (current, previous);
        }

        return previous[b.Length];
    }
}
