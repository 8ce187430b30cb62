using Engine.Core.Buffers;
using Engine.Core.Conf;

namespace Engine.Core.Scripting;

/// <summary>The variables of one configuration: what defines them, and which are mentioned.</summary>
public sealed class VariableTable
{
    private readonly Dictionary<string, Variable> definitions;
    private readonly VariablePrefix[] prefixes;
    private readonly Dictionary<string, VariableSlot> slots = new(StringComparer.Ordinal);
    private Dictionary<ByteString, VariableSlot>.AlternateLookup<ReadOnlySpan<byte>> bound;

    public VariableTable(IReadOnlyDictionary<string, Variable> builtIn, IReadOnlyList<VariablePrefix> prefixes)
    {
        definitions = new Dictionary<string, Variable>(builtIn, StringComparer.Ordinal);
        this.prefixes = [.. prefixes];
    }

    /// <summary>The table of the block (<c>http</c>, <c>stream</c>) that a directive stands in.</summary>
    public static VariableTable Of(DirectiveUse use)
    {
        var scope = use.Scope;
        while (scope is not IVariableScope)
            scope = scope.Parent!;
        return ((IVariableScope)scope).Variables;
    }

    /// <summary>The name in "$name", as an argument that names a variable is written.</summary>
    /// <exception cref="ConfException">It names none.</exception>
    public static string NameIn(string word, DirectiveUse use) =>
        word.StartsWith('$') && word.Length > 1 ? word[1..].ToLowerInvariant() : throw use.Error($"invalid variable name \"{word}\"");

    /// <summary>How many values a context has room for.</summary>
    internal int Count => slots.Count;

    /// <summary>The slot of a mentioned variable; whether anything defines it is checked when all is read.</summary>
    public VariableSlot Resolve(string name)
    {
        name = name.ToLowerInvariant();
        if (!slots.TryGetValue(name, out var slot))
            slots.Add(name, slot = new VariableSlot(name, slots.Count));
        return slot;
    }

    /// <summary>Defines a variable that the configuration names (<c>map</c>, <c>geo</c>, …).</summary>
    /// <exception cref="ConfException">A built-in variable has that name.</exception>
    public VariableSlot Define(Variable variable, DirectiveUse use)
    {
        var name = variable.Name.ToLowerInvariant();
        if (definitions.TryGetValue(name, out var existing))
        {
            if (!existing.IsChangeable)
                throw use.Error($"the duplicate \"{name}\" variable");
            if (variable.IsWeak)
                return Resolve(name);
        }

        definitions[name] = variable;
        return Resolve(name);
    }

    /// <summary>Defines a variable that is empty until something sets it (<c>set</c>, named captures).</summary>
    public VariableSlot DefineSettable(string name, DirectiveUse use) =>
        DefineSettable(new Variable<ScriptContext>(name.ToLowerInvariant(), static _ => VariableValue.NotFound) { IsCacheable = true, IsChangeable = true, IsWeak = true }, use);

    /// <summary>
    /// The same with a definition of its own; a built-in variable may be meant too, when it takes values. One of a family such as
    /// <c>$http_…</c> has the family's value until it is set.
    /// </summary>
    public VariableSlot DefineSettable(Variable variable, DirectiveUse use)
    {
        if (definitions.TryGetValue(variable.Name, out var existing))
            return existing.TakesValues ? Resolve(variable.Name) : Define(variable, use);
        return Define(OfFamily(variable.Name, isSettable: true) ?? variable, use);
    }

    /// <summary>The definition of any name, mentioned in the configuration or not; null for an unknown one.</summary>
    public Variable? Find(string name)
    {
        return definitions.TryGetValue(name, out var definition) ? definition : OfFamily(name, isSettable: false);
    }

    private Variable? OfFamily(string name, bool isSettable)
    {
        VariablePrefix? best = null;
        foreach (var prefix in prefixes)
        {
            if (name.Length >= prefix.Prefix.Length && name.StartsWith(prefix.Prefix, StringComparison.Ordinal) && prefix.Prefix.Length > (best?.Prefix.Length ?? 0))
                best = prefix;
        }

        return best?.Member(name, isSettable);
    }

    /// <summary>Reads a variable by a name that is only known now (<c>ngx.var</c>): lower-case bytes. False when nothing defines it.</summary>
    public bool TryGet(ScriptContext context, ByteString name, out VariableValue value)
    {
        if (bound.TryGetValue(name.Span, out var slot))
        {
            value = context.Get(slot);
            return true;
        }

        foreach (var prefix in prefixes)
        {
            if (name.Length < prefix.Prefix.Length || !StartsWith(name.Span, prefix.Prefix))
                continue;
            value = prefix.Get(context, name.Slice(prefix.Prefix.Length));
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>The slot of a name, when the configuration or a module has it.</summary>
    public VariableSlot? FindSlot(ReadOnlySpan<byte> name) => bound.TryGetValue(name, out var slot) ? slot : null;

    /// <summary>Ties every mention to its definition, and makes the defined ones findable by name.</summary>
    public void Bind()
    {
        foreach (var name in definitions.Keys)
            Resolve(name);
        foreach (var slot in slots.Values)
            slot.Definition = Find(slot.Name) ?? throw new ConfException($"unknown \"{slot.Name}\" variable");
        bound = slots.Values.ToDictionary(static slot => ByteString.From(slot.Name), ByteStringComparer.Instance).GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    private static bool StartsWith(ReadOnlySpan<byte> name, string prefix)
    {
        for (var i = 0; i < prefix.Length; i++)
        {
            if (name[i] != prefix[i])
                return false;
        }

        return true;
    }
}
