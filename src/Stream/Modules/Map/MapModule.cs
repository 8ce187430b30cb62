using Engine.Core.Conf;
using Engine.Core.Scripting.Map;
using Engine.Stream.Conf;

namespace Engine.Stream.Modules.Map;

/// <summary>ngx_stream_map_module: variables whose values depend on others, of sessions.</summary>
public sealed class MapModule : StreamModule
{
    public override string Name => "map";

    public override void Register(StreamModuleTable table)
    {
        table.Slot(MapConf.Slot);
        table.Add(MapBlock.Rows(ConfContext.Stream, MapConf.Slot));
    }
}

public sealed class MapConf : MapHashSettings, IConf<MapConf>
{
    public static readonly StreamMainSlot<MapConf> Slot = new();

    public void MergeFrom(MapConf? outer, StreamConfiguration configuration)
    {
    }
}
