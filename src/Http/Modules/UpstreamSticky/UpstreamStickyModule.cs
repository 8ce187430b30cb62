using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.UpstreamSticky;

/// <summary>ngx_http_upstream_sticky_module: requests of one session go to one server.</summary>
public sealed class UpstreamStickyModule : HttpModule
{
    public override string Name => "upstream_sticky";

    public override void Register(HttpModuleTable table) =>
        table.Add(new Directive("sticky", ConfContext.HttpUpstream, 2, int.MaxValue, StickyDirective.Apply));}
