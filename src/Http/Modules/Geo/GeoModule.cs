using Engine.Core.Conf;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Geo;

/// <summary>ngx_http_geo_module: variables whose values depend on the client's address.</summary>
public sealed class GeoModule : HttpModule
{
    public override string Name => "geo";

    public override void Register(HttpModuleTable table) =>
        table.Add(new Directive("geo", ConfContext.Http, 1, 2, GeoBlock.Read) { Form = DirectiveForm.Block });
}
