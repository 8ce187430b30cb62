using Engine.Core.Conf;
using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Access;

/// <summary>ngx_http_access_module: <c>allow</c> and <c>deny</c>.</summary>
public sealed class AccessModule : HttpModule
{
    private const ConfContext Contexts = ConfContext.HttpAny | ConfContext.HttpLimitExcept;

    public override string Name => "access";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(AccessConf.Slot);
        table.Add(Take.Custom("allow", Contexts, 1, 1, AccessConf.Slot, AccessConf.Read));
        table.Add(Take.Custom("deny", Contexts, 1, 1, AccessConf.Slot, AccessConf.Read));
        table.Handler(Phase.Access, AccessHandler.Handle, static location => AccessConf.Slot.Of(location).Rules is not null);
    }
}
