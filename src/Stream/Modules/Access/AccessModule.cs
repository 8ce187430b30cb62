using Engine.Core.Conf;
using Engine.Core.Log;
using Engine.Core.Net;
using Engine.Stream.Conf;
using Engine.Stream.Connections;
using Engine.Stream.Phases;

namespace Engine.Stream.Modules.Access;

/// <summary>ngx_stream_access_module: <c>allow</c> and <c>deny</c>.</summary>
public sealed class AccessModule : StreamModule
{
    private const ConfContext Contexts = ConfContext.Stream | ConfContext.StreamServer;

    public override string Name => "access";

    public override void Register(StreamModuleTable table)
    {
        var slot = AccessConf.Slot;
        table.Slot(slot);
        table.Add(Take.Custom("allow", Contexts, 1, 1, slot, AccessConf.Read));
        table.Add(Take.Custom("deny", Contexts, 1, 1, slot, AccessConf.Read));
        table.Handler(StreamPhase.Access, Handle, static server => AccessConf.Slot.Of(server).Rules is not null);
    }

    private static ValueTask<SessionResult> Handle(StreamSession session)
    {
        switch (AccessConf.Slot.Of(session).Rules!.Allows(session.Remote))
        {
            case true:
                return SessionResult.Ok;
            case null:
                return SessionResult.Declined;
        }

        session.Log.Write(LogLevel.Error, session, $"access forbidden by rule");
        return new SessionResult(SessionStatus.Forbidden);
    }
}

public sealed class AccessConf : IConf<AccessConf>
{
    public static readonly StreamServerSlot<AccessConf> Slot = new();

    private AccessRulesBuilder? own;

    /// <summary>Null when nobody has said anything.</summary>
    internal AccessRules? Rules { get; private set; }

    public static void Read(DirectiveUse use, AccessConf conf) => (conf.own ??= new AccessRulesBuilder()).Read(use);

    public void MergeFrom(AccessConf? outer, StreamConfiguration configuration) => Rules = own?.Build() ?? outer?.Rules;
}
