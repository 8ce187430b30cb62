using Engine.Core.Conf;
using Engine.Core.Scripting;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.Set;

/// <summary>ngx_stream_set_module: gives variables values when a session begins.</summary>
public sealed class SetModule : StreamModule
{
    public override string Name => "set";

    public override void Register(StreamModuleTable table)
    {
        table.Slot(SetConf.Slot);
        table.Add(Take.Custom("set", ConfContext.StreamServer, 2, 2, SetConf.Slot, Read));
        table.Handler(StreamPhase.PreAccess, Handle, static server => SetConf.Slot.Of(server).Assignments.Count > 0);
    }

    private static void Read(DirectiveUse use, SetConf conf)
    {
        conf.Assignments.Add((VariableTable.Of(use).DefineSettable(VariableTable.NameIn(use[0], use), use), ComplexValue.Compile(use[1], use)));
    }

    private static ValueTask<SessionResult> Handle(StreamSession session)
    {
        foreach (var (variable, value) in SetConf.Slot.Of(session).Assignments)
            session.Set(variable, value.Evaluate(session));
        return SessionResult.Declined;
    }
}
