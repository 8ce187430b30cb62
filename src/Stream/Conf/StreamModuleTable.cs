using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Conf;

/// <summary>What the modules of stream register: directives, variables, phase handlers, places for settings.</summary>
public sealed class StreamModuleTable(DirectiveTable directives) : ModuleTable<StreamSession, StreamConfiguration>(directives)
{
    private readonly List<PhaseRegistration> handlers = [];

    public void Slot<TConf>(StreamMainSlot<TConf> slot) where TConf : class, IConf<TConf>, new() => AddMain(slot);

    public void Slot<TConf>(StreamServerSlot<TConf> slot) where TConf : class, IConf<TConf>, new() => AddServer(slot);

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
