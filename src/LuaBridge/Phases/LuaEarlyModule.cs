using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.LuaBridge.Phases;

/// <summary>
/// The handlers of ngx_http_lua_module that come before those of all other modules: <c>server_rewrite_by_lua*</c>, and with
/// <c>rewrite_by_lua_no_postpone</c> and its like those of other phases.
/// </summary>
public sealed class LuaEarlyModule : HttpModule
{
    public override string Name => "lua_early";

    public override void Register(HttpModuleTable table)
    {
        var slot = LuaLocationConf.Slot;
        table.Handler(Phase.ServerRewrite, LuaHandlers.ServerRewrite, location => slot.Of(location).ServerRewriteBy is not null);
        table.Handler(Phase.Rewrite, LuaHandlers.Rewrite, location => slot.Of(location) is { RewriteBy: not null, Main.RewriteNoPostpone.Value: true });
        table.Handler(Phase.Access, LuaHandlers.Access, location => slot.Of(location) is { AccessBy: not null, Main.AccessNoPostpone.Value: true });
        table.Handler(Phase.PreContent, LuaHandlers.PreContent, location => slot.Of(location) is { PreContentBy: not null, Main.PreContentNoPostpone.Value: true });
    }
}
