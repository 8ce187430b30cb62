using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Conf;

/// <summary>What the modules of stream register: directives, variables, phase handlers, places for settings.</summary>
public sealed class StreamModuleTable(DirectiveTable directives)
{
    private readonly List<ConfSlot<StreamConfiguration>> mainSlots = [];
    private readonly List<ConfSlot<StreamConfiguration>> serverSlots = [];
    private readonly List<PhaseRegistration> handlers = [];

    internal IReadOnlyList<ConfSlot<StreamConfiguration>> MainSlots => mainSlots;

    internal IReadOnlyList<ConfSlot<StreamConfiguration>> ServerSlots => serverSlots;

    internal Dictionary<string, Variable> Variables { get; } = new(StringComparer.Ordinal);

    internal List<VariablePrefix> VariablePrefixes { get; } = [];

    public void Add(Directive directive) => directives.Add(directive);

    public void Add(IEnumerable<Directive> rows)
    {
        foreach (var row in rows)
            Add(row);
    }

    public void Slot<TConf>(StreamMainSlot<TConf> slot) where TConf : class, IConf<TConf>, new() => mainSlots.Add(slot);

    public void Slot<TConf>(StreamServerSlot<TConf> slot) where TConf : class, IConf<TConf>, new() => serverSlots.Add(slot);

    /// <summary>A variable whose value a session computes once.</summary>
    public void Variable(string name, VariableGetter<StreamSession> get) => Add(new Variable<StreamSession>(name, get) { IsCacheable = true });

    /// <summary>A variable that is computed at each use.</summary>
    public void UncachedVariable(string name, VariableGetter<StreamSession> get, VariableSetter<StreamSession>? set = null) =>
        Add(new Variable<StreamSession>(name, get, set));

    public void Add(Variable variable) => Variables.Add(variable.Name, variable);

    public void Add(VariablePrefix family) => VariablePrefixes.Add(family);

    /// <summary>A family of variables such as <c>$proxy_protocol_tlv_…</c>: the getter is told what follows the prefix.</summary>
    public void VariablePrefix(string prefix, PrefixGetter<StreamSession> get, bool cacheable = true) =>
        Add(new VariablePrefix<StreamSession>(prefix, get, cacheable));

    /// <summary>A handler of a phase. Handlers run in the order of the module list; one that a server has disabled costs it nothing.</summary>
    public void Handler(StreamPhase phase, SessionHandler handler, Predicate<StreamServer>? enabled = null) =>
        handlers.Add(new PhaseRegistration(phase, handler, enabled));

    /// <summary>Gives a merged server the handlers that it needs.</summary>
    internal void Compile(StreamServer server)
    {
        server.Handlers = new SessionHandler[(int)StreamPhase.Log + 1][];
        for (var phase = StreamPhase.PostAccept; phase <= StreamPhase.Log; phase++)
            server.Handlers[(int)phase] = [.. handlers.Where(row => row.Phase == phase && (row.Enabled is null || row.Enabled(server))).Select(static row => row.Handler)];
    }

    private sealed record PhaseRegistration(StreamPhase Phase, SessionHandler Handler, Predicate<StreamServer>? Enabled);
}
