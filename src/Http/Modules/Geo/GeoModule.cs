using Engine.Core.Conf;
using Engine.Core.Scripting.Geo;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Geo;

/// <summary>ngx_http_geo_module: variables whose values depend on the client's address.</summary>
public sealed class GeoModule : HttpModule
{
    public override string Name => "geo";

    public override void Register(HttpModuleTable table) =>
        table.Add(GeoBlock.Row(ConfContext.Http, static use => new ProxiedGeoLines(use), static (source, lines) => new ProxiedGeo(source, lines)));
}
