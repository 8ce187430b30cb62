using Engine.Http.Conf;
using Engine.Http.Phases;

namespace Engine.Http.Modules.Static;

/// <summary>ngx_http_static_module: files.</summary>
public sealed class StaticModule : HttpModule
{
    public override string Name => "static";

    public override void Register(HttpModuleTable table) => table.Handler(Phase.Content, StaticHandler.Handle);
}
