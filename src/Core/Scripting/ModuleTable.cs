using Engine.Core.Conf;

namespace Engine.Core.Scripting;

/// <summary>What modules of every kind of server register: directives, places for settings, variables.</summary>
/// <typeparam name="TContext">Requests or sessions, which variables are computed from.</typeparam>
public abstract class ModuleTable<TContext, TConfiguration>(DirectiveTable directives) where TContext : ScriptContext
{
    private readonly List<ConfSlot<TConfiguration>> mainSlots = [];
    private readonly List<ConfSlot<TConfiguration>> serverSlots = [];
    private readonly Dictionary<string, Variable> variables = new(StringComparer.Ordinal);
    private readonly List<VariablePrefix> variablePrefixes = [];

    /// <summary>Settings that stand once.</summary>
    public IReadOnlyList<ConfSlot<TConfiguration>> MainSlots => mainSlots;

    public IReadOnlyList<ConfSlot<TConfiguration>> ServerSlots => serverSlots;

    public IReadOnlyDictionary<string, Variable> Variables => variables;

    public IReadOnlyList<VariablePrefix> VariablePrefixes => variablePrefixes;

    public void Add(Directive directive) => directives.Add(directive);

    public void Add(IEnumerable<Directive> rows)
    {
        foreach (var row in rows)
            Add(row);
    }

    /// <summary>A variable that is computed once per context.</summary>
    public void Variable(string name, VariableGetter<TContext> get) => Add(new Variable<TContext>(name, get) { IsCacheable = true });

    /// <summary>A variable that is computed at each use.</summary>
    public void UncachedVariable(string name, VariableGetter<TContext> get, VariableSetter<TContext>? set = null) =>
        Add(new Variable<TContext>(name, get, set));

    public void Add(Variable variable) => variables.Add(variable.Name, variable);

    /// <summary>A family of variables such as <c>$http_…</c>: the getter is told what follows the prefix.</summary>
    public void VariablePrefix(string prefix, PrefixGetter<TContext> get, bool cacheable = true) =>
        Add(new VariablePrefix<TContext>(prefix, get, cacheable));

    public void Add(VariablePrefix family) => variablePrefixes.Add(family);

    protected void AddMain(ConfSlot<TConfiguration> slot) => mainSlots.Add(slot);

    protected void AddServer(ConfSlot<TConfiguration> slot) => serverSlots.Add(slot);
}
