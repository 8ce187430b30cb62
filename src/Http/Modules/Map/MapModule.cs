using Engine.Core.Conf;
using Engine.Core.Scripting.Map;
using Engine.Http.Conf;

namespace Engine.Http.Modules.Map;

/// <summary>ngx_http_map_module: variables whose values depend on others.</summary>
public sealed class MapModule : HttpModule
{
    public override string Name => "map";

    public override void Register(HttpModuleTable table)
    {
        table.Slot(MapConf.Slot);
        table.Add(MapBlock.Rows(ConfContext.Http, MapConf.Slot));
    }
}

public sealed class MapConf : MapHashSettings, IConf<MapConf>
{
    public static readonly MainSlot<MapConf> Slot = new();

    public void MergeFrom(MapConf? outer, HttpConfiguration configuration)
    {
    }
}
